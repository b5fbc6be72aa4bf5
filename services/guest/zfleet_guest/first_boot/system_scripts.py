# SPDX-License-Identifier: Apache-2.0
"""iucvauth.sh, hostname.sh and growroot.sh: whom the agent obeys, the host name, the size of the root file system."""

from __future__ import annotations

from zfleet_guest.first_boot.script import fact, quoted, script

AUTHORISATION_FILE_NAME = ("iucvauth", "sh")
HOSTNAME_FILE_NAME = ("hostname", "sh")
GROW_ROOT_FILE_NAME = ("growroot", "sh")

# parted asks before it changes a partition in use, and takes an answer from a terminal only, unless told to pretend.
_GROW_ROOT = r"""
grow_partition() {
  local part name disk number
  part=$(readlink -f "$1"); name=${part##*/}
  [ -e "/sys/class/block/$name/partition" ] || return 0
  number=$(cat "/sys/class/block/$name/partition")
  disk=/dev/$(basename "$(dirname "$(readlink -f "/sys/class/block/$name")")")
  if command -v growpart >/dev/null; then growpart "$disk" "$number"; [ $? -le 1 ] || return 1
  else printf 'Fix\nYes\n' | parted ---pretend-input-tty "$disk" resizepart "$number" 100% || return 1
  fi
  partprobe "$disk" 2>/dev/null || true
}
# A partition of a multipath map is a map itself.
grow_map() {
  local name=$1 uuid number parent
  uuid=$(cat "/sys/class/block/$name/dm/uuid")
  case $uuid in
    part*-mpath-*)
      number=${uuid%%-*}; number=${number#part}
      for parent in "/sys/class/block/$name/slaves/"*; do parent=${parent##*/}; done
      parent=/dev/mapper/$(cat "/sys/class/block/$parent/dm/name") || return 1
      printf 'Fix\nYes\n' | parted ---pretend-input-tty "$parent" resizepart "$number" 100% || return 1
      kpartx -u "$parent"
      ;;
  esac
}
grow_block() {
  local name
  name=$(readlink -f "$1"); name=${name##*/}
  if [ -e "/sys/class/block/$name/dm/uuid" ]; then grow_map "$name"; else grow_partition "$1"; fi
}
source=$(findmnt -n -o SOURCE / | sed 's/\[.*//') && type=$(findmnt -n -o FSTYPE /) || exit 1
group=$(lvs --noheadings -o vg_name "$source" 2>/dev/null | tr -d ' ')
if [ -n "$group" ]; then
  for volume in $(pvs --noheadings -o pv_name -S "vg_name=$group"); do
    grow_block "$volume" && pvresize "$volume" || exit 1
  done
  lvextend -l +100%FREE "$source" || true  # there may be nothing free
else
  grow_block "$source" || exit 1
fi
case $type in
  xfs) xfs_growfs / ;;
  btrfs) btrfs filesystem resize max / ;;
  ext*) resize2fs "$source" ;;
esac || exit 1
"""


def authorisation_script(user_id: str) -> bytes:
    """The agent takes commands from this user id, and from no other."""
    body = [f"printf %s {quoted(user_id)} > /etc/iucv_authorized_userid", "chmod 644 /etc/iucv_authorized_userid"]
    return script([fact("authorize", user=user_id)], body)


def hostname_script(name: str) -> bytes:
    """The system is called so now and at every boot."""
    body = [
        "if command -v hostnamectl >/dev/null; then",
        f"  hostnamectl set-hostname {quoted(name)} || printf '%s\\n' {quoted(name)} > /etc/hostname",
        "else",
        f"  hostname {quoted(name)}; printf '%s\\n' {quoted(name)} > /etc/HOSTNAME",
        "  if [ -w /etc/sysconfig/network ]; then",
        f"    sed -i '/^HOSTNAME=/d' /etc/sysconfig/network; echo HOSTNAME={quoted(name)} >> /etc/sysconfig/network",
        "  fi",
        "fi",
    ]
    return script([fact("set-hostname", name=name)], body)


def grow_root_script() -> bytes:
    """Partition, volume group and file system of / grow to the end of their disk."""
    return script([fact("grow-root")], [_GROW_ROOT])
