"""The script and the stylesheets of the pages, kept by a browser for good: an address has the hash of its file."""

from sim.ui.serve.page import Guarded
from sim.ui.serve.page_files import page_files


class File(Guarded):
    """One file."""

    def get(self, name: str) -> None:
        """The file, compressed where the browser takes it so."""
        self.check_host()
        found = next((one for one in page_files().values() if one.name == name), None)
        if found is None:
            self.send_error(404)
            return
        self.set_header("Content-Type", found.kind)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(found.packed)
        else:
            self.write(found.text)


routes = [(r"/file/([\w.]{1,80})", File)]
