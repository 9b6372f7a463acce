"""Why a network answers as it does: maps of the places that speak for or against a label.

Read `methods` (the table), `explaining` (one explanation), then `occlusion` and `rise` (ask the
network about changed scans) or `cams` (weigh a feature map: `feature_maps` chooses it, `gradients`
and `windows` are the chain rule over the served graph). `faithfulness` and `sanity` test a map,
`overlay` paints it.
"""
