"""`baqylau doctor`: the settings come in; a list of checks with what to do goes out. The exit
status is 1 where a check is bad.
"""

import typer

_SIGNS = {"fine": "[green]  fine[/]", "note": "[yellow]  note[/]", "bad": "[red]   bad[/]"}


def command() -> None:
    """Check versions, migrations, clocks, Redis' policy, disk, permissions and the backlog."""
    from rich.console import Console
    from rich.markup import escape

    from baqylau import doctor, settings

    console, worst = Console(), False
    for x in doctor.examine(settings.load()):
        worst |= x.grade is doctor.Grade.BAD
        console.print(f"{_SIGNS[x.grade]}  {escape(x.what)}", soft_wrap=True)
        if x.remedy:
            console.print(f"        → {escape(x.remedy)}", style="dim", soft_wrap=True)
    if worst:
        raise typer.Exit(1)
