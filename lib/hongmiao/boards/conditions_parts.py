"""The parts of the conditions beside tiles, pictures and table: the what-if, and a few people side by side."""

from datetime import date
from typing import Any

from .. import screening
from ..errors import HongmiaoError
from ..locale import word
from ..policy import Checklist, Condition, policy_text, required, value_words
from ..widgets import Compare, Lever, WhatIf, guarded
from .conditions_link import taken
from .conditions_lists import scored
from .words import masked

TEXTS = ("title", "lead", "trial", "reset", "take", "written", "waiting")
TONES = {"passed": "good", "failed": "bad", "unknown": "warn"}


# The what-if.


def what_if(state) -> list[WhatIf]:
    """The panel where values are tried: it fills itself from the state, and tells the state what was typed."""
    panel = WhatIf(texts={name: state.say(f"what_if_{name}") for name in TEXTS}, lang=state.lang)
    troubles: dict[str, str] = {}

    def draw(_change=None) -> None:
        panel.show(levers(state, troubles), summary=summary(state), tried=bool(state.settings))

    def attempt(key: str, given: str | list[str]) -> None:
        troubles.clear()
        try:
            value = taken(state.policy, key, given)
        except HongmiaoError:
            troubles[key] = state.say("what_if_unfit", value=given)
            return draw()
        rest = {name: kept for name, kept in state.settings.items() if name != key}
        state.settings = rest | ({key: value} if value != state.policy.compared(key).value else {})
        return draw()

    draw()
    panel.on_try(attempt)
    panel.on_reset(lambda: state.set_trait("settings", {}))
    panel.on_take(lambda: policy_file(state))
    state.observe(guarded(draw), ["pool", "as_of", "unit", "settings"])
    return [panel]


def policy_file(state) -> tuple[str, bytes]:
    """What is tried as a policy file: its name, which is the one that policy/pools of the data folder wants, and its bytes."""
    text = policy_text(state.policy, state.settings, date.today(), state.lang)
    return f"{state.pool}.toml", text.encode()


def levers(state, troubles: dict[str, str]) -> list[Lever]:
    """The conditions of the policy in their order, each with the value that is tried now."""
    if state.blank:
        return []
    parts = state.policy.conditions
    return [
        _waiting(state, part) if isinstance(part, Checklist) else _lever(state, part, troubles)
        for part in parts
    ]


def _lever(state, part: Condition, troubles: dict[str, str]) -> Lever:
    fact, value = part.fact, state.settings.get(part.key, part.value)
    many = isinstance(part.value, list)
    options = [(code, fact.label(code, state.lang)) for code in fact.labels]
    if many:
        options += [(code, code) for code in part.value if code not in fact.labels]
    if fact.kind == "flag":
        options = [
            (code, word(f"policy.{said}", state.lang))
            for code, said in (("true", "yes"), ("false", "no"))
        ]
        value = str(value).lower()
    kind = state.say("hard") if part.hard else state.say("points", points=f"{part.weight:g}")
    return Lever(
        part.key, part.words.said(state.lang), _compares(part, state.lang), value_words(fact, part.value, state.lang),
        kind, "number" if fact.kind == "number" else "many" if many else "one", value,
        fact.measured(2, state.lang).removeprefix("2").strip() if fact.kind == "number" else "",
        options, state.sourced(part), part.key in state.settings, troubles.get(part.key, ""),
    )  # fmt: skip


def _waiting(state, part: Checklist) -> Lever:
    about = state.sourced(part)
    return Lever(part.key, part.words.said(state.lang), "", state.say("step_decides", step=part.step), state.say("hard"), about=about)  # fmt: skip


def _compares(part: Condition, lang: str) -> str:
    """The comparison without its value: at most."""
    return word(f"policy.{part.compare}", lang, value="").strip(" ：:“”\"'")


def summary(state) -> str:
    """What the trial changes, in one line: each value, and how many come in and drop out. Else where the policy is from."""
    policy = None if state.blank else state.policy
    if policy is None:
        return ""
    if not state.settings:
        return state.say("what_if_example" if policy.example else "what_if_own", policy=policy.words.said(state.lang))  # fmt: skip
    now = state.outcome.policy
    said = [
        state.say("what_if_changed", words=part.words.said(state.lang), before=required(policy.asked(part.key), state.lang), after=required(part, state.lang))
        for part in now.condition if part.key in state.settings
    ]  # fmt: skip
    moves = screening.compare(state.written, state.outcome, state.lang)["move"].value_counts()
    said.append(state.say("what_if_moves", into=moves.get("in", 0), out=moves.get("out", 0)))
    return word("screen.joint", state.lang).join(said)


# Side by side.


def side_by_side(state) -> list[Compare]:
    """The people that are marked in the table, one column each."""
    view = Compare(title=state.say("compare_title"), remove=state.say("compare_remove"), lang=state.lang)  # fmt: skip

    def draw(_change=None) -> None:
        heads, rows = comparison(state)
        lead = state.say("compare_one_more") if len(heads) == 1 else ""
        view.show(heads, rows, lead)

    def remove(key: str) -> None:
        state.selected = [one for one in state.selected if one != key]

    draw()
    view.on_remove(remove)
    state.observe(guarded(draw), ["selected", "meeting", "settings", "pool", "as_of", "unit"])
    return [view]


def comparison(state) -> tuple[list, list]:
    """Heads and rows of the comparison: the verdict and the score, then each condition with its state and its reason."""
    told = screening.explained(state.outcome, state.selected, state.lang) if state.selected else []
    if not told:
        return [], []
    heads = [
        [one["person_id"], masked(one["name"]) if state.meeting else one["name"], one["unit"] or ""]
        for one in told
    ]
    say, rows = state.say, []

    def row(label: str, about: str, cells: list[tuple[Any, str]]) -> None:
        rows.append([label, about, [[str(text or ""), tone] for text, tone in cells]])

    tones = {"eligible": "good", "cannot_tell": "warn", "not_eligible": "bad"}
    row(
        say("verdict"),
        "",
        [(screening.verdict_words(o["verdict"], state.lang), tones[o["verdict"]]) for o in told],
    )
    row(say("order"), say("order_about"), [(f"{o['order']:,}", "") for o in told])
    row(say("score"), "", [(scored(o["score"]), "") for o in told])
    row(
        say("chosen"),
        say("chosen_about"),
        [(say("yes") if o["chosen"] else say("no"), "") for o in told],
    )
    for at, part in enumerate(state.outcome.policy.conditions):
        conditions = [one["conditions"][at] for one in told]
        kind = say("hard") if part.hard else say("points", points=f"{part.weight:g}")
        row(
            say("of_kind", words=part.words.said(state.lang), kind=kind),
            state.sourced(part),
            [(c["reason"], TONES[c["state"]]) for c in conditions],
        )
    exceptions = [
        screening.exception_words(o["exception_reason"], o["exception_by"], state.lang)
        for o in told
    ]
    if any(exceptions):
        row(say("exception"), say("exception_about"), [(text, "") for text in exceptions])
    return heads, rows  # fmt: skip
