"""The kernel that stands ready for the next page, and kernels that never answer."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from hongmiao.serve import spare


@pytest.fixture
def kernels(tmp_path):
    """`kernels()`: an object of Kernels over real, ordinary kernels, which all end with the block."""
    (tmp_path / "specs/dies").mkdir(parents=True)
    dies = {"argv": [sys.executable, "-c", "raise SystemExit(3)"], "display_name": "dies", "language": "python"}  # fmt: skip
    (tmp_path / "specs/dies/kernel.json").write_text(json.dumps(dies))

    @asynccontextmanager
    async def opened():
        specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "specs")])
        manager = spare.Manager(kernel_spec_manager=specs, connection_dir=str(tmp_path), root_dir=str(tmp_path))  # fmt: skip
        found, made = spare.Kernels(manager, "python3", dict(os.environ)), []
        start = found._start

        async def noted(*about):
            made.append(await start(*about))
            return made[-1]

        found._start = noted
        try:
            yield found
        finally:
            for kernel in made:  # the page that has it would
                kernel.client.stop_channels()
            await manager.shutdown_all(now=True)

    return opened


def run(scene: Coroutine) -> None:
    """In a thread of its own: in this one a browser's event loop may run."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, scene).result()


async def said(kernel: spare.Kernel, expression: str) -> str:
    reply = await kernel.client.execute("", reply=True, timeout=30, user_expressions={"it": expression})  # fmt: skip
    return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]


def test_the_spare_kernel_goes_to_one_page_which_tells_it_who_asks(kernels, monkeypatch):
    monkeypatch.setattr(spare, "REST", 3600)

    async def scene():
        async with kernels() as found:
            found.prepare()
            found.prepare()
            ready = (await found._coming).id
            first = await found.one("python3", "", {"QUERY_STRING": "unit='甲'\n"})
            second = await found.one("python3", "", {"QUERY_STRING": "unit=乙"})
            assert first.id == ready != second.id and found.manager.spare == ""
            asked = "__import__('os').environ['QUERY_STRING']"
            assert [await said(one, asked) for one in (first, second)] == [repr("unit='甲'\n"), "'unit=乙'"]  # fmt: skip
            assert await said(first, "'os' in globals()") == "False"

    run(scene())


def test_another_spare_follows_when_the_page_has_begun(kernels, monkeypatch):
    monkeypatch.setattr(spare, "REST", 0.1)

    async def scene():
        async with kernels() as found:
            found.prepare()
            first = await found.one("python3", "", {})
            await asyncio.sleep(0.3)
            assert (await found._coming).id == found.manager.spare != first.id

    run(scene())


def changed(kernel):
    kernel.times = [0, *kernel.times[1:]]


def ended(kernel):
    os.kill(kernel.client.parent.provisioner.process.pid, 9)


@pytest.mark.parametrize("fate", [changed, ended])
def test_a_spare_of_other_code_or_one_that_has_ended_is_given_to_nobody(kernels, fate, monkeypatch):
    monkeypatch.setattr(spare, "REST", 3600)

    async def scene():
        async with kernels() as found:
            found.prepare()
            stale = await found._coming
            fate(stale)
            await asyncio.sleep(0.5)
            given = await found.one("python3", "", {})
            assert given.id != stale.id and await said(given, "1") == "1"
            assert [*found.manager.list_kernel_ids()] == [given.id]

    run(scene())


def test_only_a_page_of_the_same_kernel_and_folder_takes_it(kernels, tmp_path):
    (tmp_path / "sub").mkdir()

    async def scene():
        async with kernels() as found:
            found.prepare()
            other = await found.one("python3", "sub", {})
            assert (await found._coming).id == found.manager.spare != other.id
            assert await said(other, "__import__('os').getcwd()") == repr(str(tmp_path / "sub"))

    run(scene())


def test_a_kernel_that_ends_before_it_answers_is_tried_once_more_and_then_an_error(kernels):
    async def scene():
        async with kernels() as found:
            with pytest.raises(RuntimeError, match="ended"):
                await found.one("dies", "", {})
            assert [*found.manager.list_kernel_ids()] == []
            found.name = "dies"
            found.prepare()
            assert await found._coming is None  # pages start their own

    run(scene())


def test_the_spare_is_not_idle_others_are(kernels):
    async def scene():
        async with kernels() as found:
            found.prepare()
            ready = await found._coming
            other = await found._start("python3", "", found.environment)  # fmt: skip
            found.manager.cull_idle_timeout = 0
            await asyncio.sleep(0.2)
            for one in (ready, other):
                await found.manager.cull_kernel_if_idle(one.id)
            assert [*found.manager.list_kernel_ids()] == [ready.id]

    run(scene())
