"""What the templates show round a board: words, the boards by stage, and the page's place among them."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from ..boards import BOARDS
from ..locale import LANGUAGES, language, words
from ..widgets.vega_bundle import bundle_name

STAGES = ("overview", "select", "train", "temper", "use", "protect", "all")
"""What shows the whole, the five stages of the programme in their order, then what belongs to all of them."""
STOCK = "import hongmiao as hm hm.boards.{board}(hm.open_store())"
"""The code of a notebook that shows a board as it is, but for its line breaks."""


def boards_in(folder: Path, lang: str | None = None) -> list[dict]:
    """The boards of a folder, by stage and then in their order.

    Each: file, title and lead (first heading and what follows it), stage (a key of STAGES, or none) and board (name).
    """
    boards = [_board(path, lang or language()) for path in sorted(folder.glob("*.ipynb"))]
    place = {stage: number for number, stage in enumerate(STAGES)}
    return sorted(boards, key=lambda b: (place.get(b["stage"], len(STAGES)), b["order"], b["file"]))


def _board(path: Path, lang: str) -> dict:
    try:
        notebook = json.loads(path.read_text("utf-8"))
    except ValueError:  # half written or no notebook: opening it says so, the other boards are well
        notebook = {}
    about = notebook.get("metadata", {}).get("hongmiao", {})
    cells = notebook.get("cells", [])
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heading = next((i for i, line in enumerate(lines) if line.startswith("#")), None)
    after = lines[heading + 1 :] if heading is not None else lines
    title = path.stem if heading is None else lines[heading].lstrip("# ")
    lead = next((line for line in after if not line.startswith("#")), "")
    board, told = about.get("board", path.stem), words(lang)
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return {
        "file": path.name,
        "board": board,
        # A board of ours says its title in every language; another's notebook says it once.
        "title": told.get(f"{board}.title", title),
        "lead": told.get(f"{board}.lead", lead),
        "stage": about.get("stage", "") if about.get("stage") in STAGES else "",
        "order": about.get("order", 99),
        # Nothing else than this board of the usual store: what it shows is known without its notebook.
        "stock": board in BOARDS and code.split() == STOCK.format(board=board).split(),
    }


def site_of(folder: Path, digest: str, asked: str = "", file: str = "", mode: str = "") -> dict:
    """What every template needs, in the language `asked` for; `file` is the board that the page shows."""
    lang = asked if asked in LANGUAGES else language()
    told, boards = words(lang), boards_in(folder, lang)
    at = next((place for place, board in enumerate(boards) if board["file"] == file), None)
    own = {"file": file, "board": Path(file).stem, "title": Path(file).stem, "lead": ""}
    return {
        "lang": lang,
        "asked": f"?lang={lang}" if asked == lang else "",
        "words": {k[5:]: v for k, v in told.items() if k.startswith("site.")},
        "boards": boards,
        "stages": _by_stage(boards, told),
        "current": own if at is None else boards[at],
        "place": 0 if at is None else at + 1,
        "before": boards[at - 1] if at else None,
        "after": boards[at + 1] if at is not None and at + 1 < len(boards) else None,
        "mode": "meeting" if mode == "meeting" and at is not None else "",
        "version": digest,
        "release": version("hongmiao"),
        "bundle": bundle_name(),
    }


def _by_stage(boards: list[dict], told: dict[str, str]) -> list[dict]:
    """The five stages, filled or not, between what stands across them: key, name, about, boards."""
    stages = _alone(board for board in boards if board["stage"] == "overview")
    for stage in STAGES[1:]:
        found = [board for board in boards if board["stage"] == stage]
        if found or stage != "all":
            words = {
                "name": told[f"site.stage_{stage}"],
                "about": told[f"site.stage_{stage}_about"],
            }
            stages.append({"key": stage, **words, "boards": found})
    return stages + _alone(board for board in boards if not board["stage"])


def _alone(boards: Iterable[dict]) -> list[dict]:
    """Boards that need no stage's name above them."""
    return [{"key": "", "name": "", "about": "", "boards": [board]} for board in boards]
