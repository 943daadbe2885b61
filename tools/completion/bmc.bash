# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2207
# Completion for bmc(8). What may come next is told by the program itself.

_bmc()
{
	local cur=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'

	COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" help --complete \
		"${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "$cur"))
}

# Where the program has nothing to offer, the name of a file may be due.
complete -o default -F _bmc bmc
