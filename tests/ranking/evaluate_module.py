# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/evaluate as a module."""
import importlib.machinery
import importlib.util
import pathlib
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the scripts
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/evaluate"
loader = importlib.machinery.SourceFileLoader("evaluate", str(SCRIPT))
evaluate = importlib.util.module_from_spec(importlib.util.spec_from_loader("evaluate", loader))
loader.exec_module(evaluate)
