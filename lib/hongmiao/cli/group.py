"""What all commands share: their words, and errors told in one line with exit code 2."""

import secrets
import sys
import tempfile
import traceback
from pathlib import Path

import click

from ..errors import HongmiaoError
from ..locale import word


class Command(click.Command):
    """A command whose own words are in the language spoken."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = say("help")
        return option


class Commands(Command, click.Group):
    """Turns our own errors into one line and exit code 2, and keeps the commands in the order of the work."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except HongmiaoError as error:
            click.echo(word("cli.error", message=error), err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo(word("cli.stopped"), err=True)
            sys.exit(2)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else ctx.command_path
            click.echo(word("cli.usage", message=error.format_message(), command=path), err=True)
            sys.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # the reader (head, less) had enough
            sys.stderr.close()
            sys.exit(0)
        except Exception:
            click.echo(unexpected(), err=True)
            sys.exit(2)

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def unexpected() -> str:
    """Keep the traceback for whoever maintains this, and tell the user where it is."""
    number = secrets.token_hex(4)
    path = Path(tempfile.gettempdir()) / f"hongmiao-{number}.log"
    path.write_text(traceback.format_exc(), "utf-8")
    return word("cli.unexpected", id=number, path=path)


def say(key: str) -> str:
    """A word of the section [cli]."""
    return word(f"cli.{key}")


def option(*names, text: str, **settings):
    """An option whose help is a word of the section [cli]."""
    return click.option(*names, help=say(text), **settings)
