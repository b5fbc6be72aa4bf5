# SPDX-License-Identifier: Apache-2.0
"""Benchmarks with budgets given as ratios; run by `make load`, never by `make test`."""
