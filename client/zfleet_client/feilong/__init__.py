# SPDX-License-Identifier: Apache-2.0
"""What a Feilong connector kept, taken over: its databases and configuration read, and told to a fleet by its own API.

databases and configuration read files; take_guests, take_images and take_volumes talk to the gateway; report is what
came of it.
"""
