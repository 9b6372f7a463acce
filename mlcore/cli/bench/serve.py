"""``bench serve``: the server while many programs ask it at once."""

from typing import Any

import click

from mlcore.cli import output


@click.command("serve")
@click.argument("run", required=False)
@click.option("--clients", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(1, 3600))
@output.json_option
def serve(run: str | None, clients: int, seconds: float, as_json: bool) -> None:
    """Clients post one scan after the other to a server of its own; RUN answers, or a small model
    that is trained first."""
    from mlcore.bench import serving

    measured = serving.measure(run, clients, seconds)
    output.emit(as_json, measured, lambda: _show(measured))


def _show(measured: dict[str, Any]) -> None:
    milliseconds = measured["milliseconds"] or {}
    memory, pages = measured["megabytes"], measured["page_seconds"]
    output.table(
        f"{measured['clients']} clients for {measured['seconds']:.0f} s, run {measured['run']}",
        ["", "value"],
        [
            ("requests answered", f"{measured['requests']:,}"),
            ("requests a second", str(measured["requests_per_second"])),
            *((f"milliseconds, {name}", str(value)) for name, value in milliseconds.items()),
            ("errors", str(measured["errors"])),
            ("answers other than the command's", str(measured["different"])),
            ("MB of the server at the start", str(memory["start"])),
            ("MB after 10 s", str(memory["ten_seconds"])),
            ("MB at the end", str(memory["end"])),
            ("seconds to the Predict page, calm", _listed(pages["calm"])),
            ("seconds to the Predict page, meanwhile", _listed(pages["meanwhile"])),
        ],
    )
    for error in measured["first_errors"]:
        print(error)
    if pages["calm"] is None:
        print("Pages were not opened: that needs Chromium and 'pip install playwright'.")


def _listed(seconds: list[float] | None) -> str | None:
    return seconds and ", ".join(map(str, seconds))
