# SPDX-License-Identifier: Apache-2.0
"""Guest lifecycle, directory entries, profiles, CPU, memory, console, host facts."""
