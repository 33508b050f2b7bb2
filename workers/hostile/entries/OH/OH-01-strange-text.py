# id: OH-01, OH-02
# attack: escapes, null bytes, broken UTF-8, HTML and scripts in what it prints
# runs: python
# expect: judged
# layer: out (cleaned before it is stored)
# never shown: \x1b[2J, \x00
import os


def act(x):
    os.write(1, b"\x1b[2J\x00\xff\xfe<script>alert(1)</script>\xed\xa0\x80\r\n")
    print("\u202e\x07<img src=x onerror=alert(1)>")
