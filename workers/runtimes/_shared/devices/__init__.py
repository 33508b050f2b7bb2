"""What a runtime does to compute on a card. A runtime whose `runtime.json` names a device has these three, or none:

use_device(kind)   in the zygote, before anything is imported
wake()             in each cell, jailed but for the last filter: opens the device; afterwards nothing can be opened
from_buffer, to_bytes     put inputs there, and insist that outputs come from there
"""
