"""No form takes a file: one that is sent along is refused before a byte of it is kept, whatever it calls itself."""

from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler


class FileSentAlong(SuspiciousOperation):
    """Logged as suspicious; the page says what to do instead."""


class NoFiles(FileUploadHandler):
    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - Django's own signature
        raise FileSentAlong("A file was sent along with a form that takes none.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached: the file was refused at its name."""

    def file_complete(self, file_size: int) -> None:
        """Never reached either."""
