"""Standard modules that answers and adapters commonly import, loaded once in the zygote instead of in every cell."""

# ruff: noqa: F401
import abc
import ast
import bisect
import collections
import contextlib
import copy
import dataclasses
import decimal
import enum
import fractions
import functools
import heapq
import inspect
import io
import itertools
import json
import linecache
import math
import operator
import random
import re
import statistics
import string
import textwrap
import threading
import time
import tokenize
import traceback
import types
import typing
import unicodedata
import warnings
