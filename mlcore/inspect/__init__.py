"""What is in a data set, and what is wrong with it.

Read `finding` (what is said), `sections` (what is looked for, a row a part) and `inspection` (does
it all, keeps it beside the data set and reads it again); `report` and `html_report` tell it.

What the sections work from is `material`: `measure` goes through all pixels once (`tone`, `grain`,
`spectrum`), `near` finds copies that were changed a little (`neighbours`, then `alignment`),
`groups` says who belongs together, and `embedding` puts scans that look alike close to each other.
`chunks` reads scans without holding them all.
"""
