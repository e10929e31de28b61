#compdef pgaref
# SPDX-License-Identifier: EUPL-1.2
# Completion of pgaref in zsh.
# For this shell, after compinit: source <(pgaref completion zsh). For every one: put this file as
# _pgaref into a folder of $fpath.

_pgaref() {
    local line before=${LBUFFER%%${words[1]}*}
    local -a typed plain open
    # What stands before the command (PGAREF_VAULT=DIR pgaref ...) counts too.
    typed=("${(@Q)${(z)before}}" "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
    for line in "${(@f)$(command ${~${(Q)words[1]}} _complete zsh "${(@)typed}" 2>/dev/null)}"; do
        case $line in
            ('') ;;
            (:files) compset -P '--*='; _files ;;
            (:folders) compset -P '--*='; _files -/ ;;
            # An address goes on behind its slash.
            (*/|*/$'\t'*) open+=("${line/$'\t'/:}") ;;
            (*) plain+=("${line/$'\t'/:}") ;;
        esac
    done
    # -U: an id is written in capitals, however it was typed.
    (( $#open )) && _describe -V pgaref open -U -S ''
    (( $#plain )) && _describe -V pgaref plain -U
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _pgaref "$@"
else
    compdef _pgaref pgaref
fi
