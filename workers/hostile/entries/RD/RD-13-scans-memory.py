# id: RD-13
# attack: hunts through the interpreter's objects for keys, nonces and seeds
# runs: python
# expect: judged
# layer: judge apart (none is here; a nonce lives for one case)
import gc
import os

from support import Escaped


def act(x):
    for found in gc.get_objects():
        if type(found) is dict:
            for key, value in list(found.items()):
                if key in ("seed", "secret", "signing_key", "lease_token", "database_url") and type(value) in (
                    str,
                    bytes,
                ):
                    raise Escaped(key)
    if any("GRADECHECK" in name or "DATABASE" in name for name in os.environ):
        raise Escaped(dict(os.environ))
