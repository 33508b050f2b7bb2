# id: NW-06
# attack: downloads a ready solution, or asks a model over the network
# runs: python
# expect: judged
# layer: cell (seccomp, an empty network namespace)
import http.client
import urllib.request

from support import HOST, refused


def act(x):
    refused("download", lambda: urllib.request.urlopen(f"http://127.0.0.1:{HOST['tcp']}/a", timeout=1))
    refused("ask", lambda: http.client.HTTPSConnection("example.org", timeout=1).request("POST", "/v1/answers"))
