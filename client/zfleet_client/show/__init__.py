# SPDX-License-Identifier: Apache-2.0
"""How answers, progress and failures look: for people at a terminal, in a log, and for programs."""
