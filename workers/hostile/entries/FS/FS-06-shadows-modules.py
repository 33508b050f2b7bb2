# id: FS-06, CK-08
# attack: files named like the framework, the standard library and start-up hooks beside the answer
# runs: python
# expect: judged
# layer: sup (each cell imports its own; the judge imports none)
# beside: json.py, numpy.py, sitecustomize.py, torch.py, judge.py, conftest.py, site.pth
import importlib


def act(x):
    for name in ("sitecustomize", "usercustomize", "conftest", "judge"):
        try:
            importlib.import_module(name)
        except ImportError:
            pass
