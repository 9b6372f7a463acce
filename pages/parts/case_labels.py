"""The labels of a case sheet as cards: answer, score, what it means, whether it holds."""

from collections.abc import Sequence
from html import escape

from mlcore.inspect.wording import percent
from mlcore.trust.conformal import NO, UNSURE, YES, Band
from mlcore.trust.sheet import LabelSheet, Sheet
from mlcore.trust.stability import Stability

WORDS = {YES: "Yes", NO: "No", UNSURE: "Unsure"}
WAITING = "Asking about gently changed copies …"
STYLE = """<style>
.case-labels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,290px),1fr));gap:14px}
.case-label{border:1px solid rgba(128,145,150,.35);border-left:5px solid var(--tone);
 border-radius:10px;padding:12px 14px 10px;min-width:0}
.case-label.yes{--tone:#0d9488}.case-label.no{--tone:#8296a0}.case-label.unsure{--tone:#d97706}
.case-label .top{display:flex;align-items:center;gap:10px}
.case-label .name{flex:1;font-weight:650;font-size:1.02rem;overflow-wrap:anywhere}
.case-label .answer{background:var(--tone);color:#fff;font-weight:650;font-size:.86rem;
 padding:2px 12px;border-radius:99px}
.case-label.no .answer{background:#566972}.case-label.unsure .answer{background:#b45309}
.case-label.yes .answer{background:#0f766e}
.case-label .score{display:flex;align-items:baseline;gap:8px;margin-top:6px}
.case-label .score b{font-size:1.45rem;font-variant-numeric:tabular-nums;line-height:1.2}
.case-label .score span{font-size:.82rem;opacity:.8}
.case-label .bar{position:relative;height:12px;border-radius:6px;margin:7px 0 10px;
 background:rgba(128,145,150,.22)}
.case-label .fill{position:absolute;inset:0 auto 0 0;border-radius:6px;background:var(--tone)}
.case-label .zone{position:absolute;top:0;bottom:0;border-radius:3px;box-sizing:border-box;
 border:1.5px solid #92400e;
 background:repeating-linear-gradient(115deg,rgba(146,64,14,.55) 0 2px,transparent 2px 6px)}
.case-label .mark{position:absolute;top:-4px;bottom:-4px;width:3px;margin-left:-1.5px;
 border-radius:2px;background:currentColor}
.case-label p{margin:0 0 5px;font-size:.84rem;line-height:1.42}
.case-label p.quiet{opacity:.78}
</style>"""


def cards(told: Sheet, stability: Sequence[Stability] = ()) -> str:
    """A card a label as HTML; without ``stability`` a line says that it is coming."""
    rows = [
        _card(name, label, stability[i].sentence if stability else WAITING)
        for i, (name, label) in enumerate(told.labels.items())
    ]
    # A number and its percent sign stay on one line.
    joined = "".join(rows).replace(" %", "&nbsp;%")
    return f'{STYLE}<div class="case-labels">{joined}</div>'


def _card(name: str, label: LabelSheet, stable: str) -> str:
    answer = label.answer or (YES if label.positive else NO)
    side = "from the threshold of" if label.positive else "below the threshold of"
    meaning = f"<p>{escape(label.meaning.sentence)}</p>" if label.meaning else ""
    zone = _zone(label.band) if label.band else ""
    return (
        f'<div class="case-label {answer}"><div class="top">'
        f'<span class="name">{escape(name)}</span>'
        f'<span class="answer">{WORDS[answer]}</span></div>'
        f'<div class="score"><b>{percent(label.probability)}</b>'
        f"<span>{side} {percent(label.threshold)}</span></div>"
        f'<div class="bar"><i class="fill" style="width:{100 * label.probability:.1f}%"></i>{zone}'
        f'<i class="mark" style="left:{100 * label.threshold:.1f}%"></i></div>'
        f"{meaning}<p>{escape(label.reason)}</p>"
        f'<p class="quiet">{escape(stable)}</p></div>'
    )


def _zone(band: Band) -> str:
    """Where the answer is unsure, on a bar from 0 to 1."""
    low, high = sorted((band.yes_from, band.no_to))
    low, high = max(0.0, low), min(1.0, high)
    return (
        f'<i class="zone" style="left:{100 * low:.1f}%;width:{100 * max(high - low, 0):.1f}%"></i>'
    )
