"""The address reaches a page whose kernel had started before anybody asked for it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def preheated(tmp_path_factory, write_board):
    """Voilà itself, its kernels started before anybody comes: they know no address."""
    folder = tmp_path_factory.mktemp("preheated")
    shutil.copy(Path(__file__).with_name("board_of_filters.py"), folder)
    done = folder / "done"
    code = f"""import os
from pathlib import Path
from board_of_filters import board
page = board()
page.head.title = os.environ.get("QUERY_STRING", "预热")
Path({str(done)!r}).touch()
page"""
    write_board(folder, "heated", "预热", code)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = ["preheat_kernel=True", "pool_size=1", "template=lab", "Voila.config_file_paths=[]"]
    settings += ["Voila.token=", "Voila.ip=127.0.0.1", f"port={port}"]
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser"]
    environment = {name: text for name, text in os.environ.items() if name != "QUERY_STRING"}
    process = subprocess.Popen(
        [*command, *(f"--{setting}" for setting in settings)],
        env=environment | {"HONGMIAO_LANG": "zh"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        if done.exists():
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/voila/render/heated.ipynb"
    process.terminate()
    process.wait(20)


def test_a_link_arrives_at_a_preheated_page_too(page, preheated):
    page.goto(f"{preheated}?unit=t1&kind=m&period=2099&else=1", timeout=60_000)
    page.wait_for_selector("[data-board=filters][data-state=ready]", timeout=60_000)
    assert page.inner_text(".hm-page h1") == "预热"  # the kernel has not heard of the address
    page.wait_for_selector(".hm-chip[data-name=unit]:has-text('北河镇')")
    assert page.locator(".hm-chip").count() == 2
    page.wait_for_selector(".hm-notices:has-text('2099')")
    assert sorted(page.evaluate("[...new URLSearchParams(location.search).keys()]")) == [
        "else",
        "kind",
        "unit",
    ]
    page.click(".hm-reset")
    page.wait_for_function("location.search === '?else=1'")
