"""What is wrong with the records or lacking in them, and the workbook that goes back to those who can mend it."""

from .gaps import gaps
from .listed import open_findings
from .send_back import send_back

__all__ = ["gaps", "open_findings", "send_back"]
