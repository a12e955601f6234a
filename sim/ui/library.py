"""What is loaded, as people read it in the terminal."""


def show(rows: list[dict]) -> None:
    """Releases of code sets, fees and edits: since when, how many rows, from where."""
    from rich.console import Console
    from rich.table import Table
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("what", "release", "from", "until", "rows", "source"):
        table.add_column(name, justify="right" if name == "rows" else "left")
    for row in rows:
        part = " (extract)" if row["is_extract"] else ""
        table.add_row(row["title"], row["release"] + part, str(row["effective"] or ""), str(row["until"] or ""), f"{row['rows']:,}",
                      row["source"] or row["publisher"] or "")
    Console(highlight=False).print(table)
