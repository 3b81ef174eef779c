# SPDX-License-Identifier: GPL-3.0-or-later
"""Line charts as SVG: logarithmic axes, every line labelled where it ends."""
import dataclasses
import html
import math

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 66, 560, 56, 410
BOLD = ' font-weight="bold"'
LABEL_STEP = 15  # from one label to the next, at least
COLORS = ("#0b57d0", "#5b9cf5", "#202124", "#9a6700", "#1a7f37", "#cf222e", "#8250df", "#bf3989", "#1b7c83", "#6e7781")


@dataclasses.dataclass
class Series:
    name: str
    points: list         # (x, y), both above 0, x ascending
    color: int           # its place in COLORS: the same line has the same one in every chart
    strong: bool = False


def short(figure):
    """1500000 as 1.5 M, 0.01 as 0.01."""
    for unit, name in ((1e6, " M"), (1e3, " k")):
        if figure >= unit:
            return f"{figure / unit:.3g}{name}"
    return f"{figure:.3g}"


class Axis:
    """From figures to places, by their logarithms."""

    def __init__(self, figures, begin, end):
        self.low, self.high = math.log10(min(figures)), math.log10(max(figures))
        if self.high - self.low < 1:  # less than a decade says little: at least one is shown
            middle = (self.low + self.high) / 2
            self.low, self.high = middle - 0.5, middle + 0.5
        margin = (self.high - self.low) * 0.04
        self.low, self.high = self.low - margin, self.high + margin
        self.begin, self.end = begin, end

    def place(self, figure):
        return self.begin + (math.log10(figure) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self):
        """Powers of ten, and where there are few of them 2 and 5 times those or 3 times."""
        steps = (1, 2, 5) if self.high - self.low < 2.2 else (1, 3) if self.high - self.low < 3.5 else (1,)
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        figures = (step * 10.0**power for power in powers for step in steps)
        return [figure for figure in figures if self.low <= math.log10(figure) <= self.high]


def apart(places):
    """The same places, in the same order, moved as little as keeps them LABEL_STEP apart and on the drawing."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups = []  # [sum of what its members wish for the first of them, how many]
    for i in order:
        groups.append([places[i], 1])
        while len(groups) > 1:
            (total, count), (next_total, next_count) = groups[-2:]
            if total / count + count * LABEL_STEP <= next_total / next_count:
                break
            groups[-2:] = [[total + next_total - next_count * count * LABEL_STEP, count + next_count]]
    moved, at = [0.0] * len(places), 0
    for total, count in groups:
        first = min(max(total / count, TOP), HEIGHT - 10 - count * LABEL_STEP)
        for i in range(count):
            moved[order[at]] = first + i * LABEL_STEP
            at += 1
    return moved


def draw(title, x_title, y_title, series):
    """The whole file."""
    x_axis = Axis([x for one in series for x, _ in one.points], LEFT, RIGHT - 10)
    y_axis = Axis([y for one in series for _, y in one.points], BOTTOM, TOP)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
             f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12" fill="#57606a">',
             f"<title>{html.escape(title)}</title>",
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
             f'<text x="16" y="24" font-size="15" font-weight="bold" fill="#202124">{html.escape(title)}</text>',
             f'<text x="16" y="42">{html.escape(y_title)}</text>',
             f'<text x="{(LEFT + RIGHT) / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">{html.escape(x_title)}</text>']
    for figure in y_axis.ticks():
        y = y_axis.place(figure)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#e4e7eb"/>'
                     f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{short(figure)}</text>')
    for figure in max((sorted(x for x, _ in one.points) for one in series), key=len):  # where it was measured
        x = x_axis.place(figure)
        lines.append(f'<path d="M{x:.1f} {TOP}V{BOTTOM}" stroke="#f0f2f4"/>'
                     f'<text x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{short(figure)}</text>')
    lines.append(f'<path d="M{LEFT} {BOTTOM}H{RIGHT}" stroke="#8c959f"/>')
    label_places = apart([y_axis.place(one.points[-1][1]) for one in series])
    for one, label_y in zip(series, label_places):
        color, width = COLORS[one.color % len(COLORS)], 2.6 if one.strong else 1.4
        places = [(x_axis.place(x), y_axis.place(y)) for x, y in one.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width + 0.8:.1f}"/>' for x, y in places)
        end_x, end_y = places[-1]
        lines.append(f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="{width}"/>'
                     f'<g fill="{color}">{dots}</g>'
                     f'<path d="M{end_x + 5:.1f} {end_y:.1f}L{RIGHT + 6} {label_y:.1f}" stroke="{color}" '
                     'stroke-opacity="0.6" stroke-dasharray="1 3"/>'
                     f'<text x="{RIGHT + 10}" y="{label_y + 4:.1f}" fill="{color}"'
                     f'{BOLD if one.strong else ""}>{html.escape(one.name)}</text>')
    return "\n".join(lines) + "\n</svg>\n"
