# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of figures, for terminals and as Markdown."""


def number(figure):
    """Three digits that count, without an exponent: 0.0123, 1.23, 12.3, 1,234."""
    if figure >= 100:
        return f"{figure:,.0f}"
    if figure == 0:
        return "0"
    decimals = 1 if figure >= 10 else 2 if figure >= 1 else 3
    return f"{figure:.{decimals}f}"


def text(header, rows):
    """Names to the left, figures to the right; a header that is wider than its column is written on several lines."""
    heads = [folded(head, max([len(row[column]) for row in rows if len(row) > column] + [8]))
             for column, head in enumerate(header)]
    height = max(len(lines) for lines in heads)
    lines = [list(line) for line in zip(*([""] * (height - len(head)) + head for head in heads))]
    everything = lines + rows
    widths = [max(len(row[column]) for row in everything) for column in range(len(header))]
    return "\n".join("  ".join(cell.rjust(width) if column else cell.ljust(width)
                               for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in everything)


def folded(words, width):
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def markdown(header, rows):
    lines = [header, ["---"] + ["--:"] * (len(header) - 1)] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
