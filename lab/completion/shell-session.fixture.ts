import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { ShellName } from './shell-name.ts'

/** Whether a shell can be started here. */
export function isInstalled(shell: ShellName): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0
}

/**
 * What real shells offer when Tab is pressed at the end of lines.
 *
 * @param scriptFile the completion script; its path is of characters that no shell reads for itself
 * @param cwd in which the lines are written
 * @returns for each line what is offered, in its order
 */
export function completions(
  shell: ShellName,
  { scriptFile, cwd }: { readonly scriptFile: string; readonly cwd: string },
  lines: readonly string[],
): string[][] {
  const sessionFile = `${scriptFile}.session`
  writeFileSync(sessionFile, sessions[shell].replaceAll('SCRIPT', scriptFile))
  const output = execFileSync(shell, [...withoutSettings[shell], sessionFile, ...lines], {
    cwd,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env['PATH'], HOME: cwd, TERM: 'dumb' },
  })
  return output
    .replaceAll('\r', '')
    .split(/^BEGIN$/m)
    .slice(1)
    .map((part) => (part.split(/^END$/m)[0] ?? '').split('\n').filter((line) => line !== ''))
}

const withoutSettings: Readonly<Record<ShellName, readonly string[]>> = {
  bash: ['--norc', '--noprofile'],
  zsh: ['-f'],
  fish: ['--no-config'],
}

/**
 * What each shell does with the lines that it gets as arguments. In zsh, which completes in its line editor only, they
 * are typed in a terminal of its own, where what is added to the list is printed as well.
 */
const sessions: Readonly<Record<ShellName, string>> = {
  bash: `
source SCRIPT
for COMP_LINE in "$@"; do
  COMP_POINT=\${#COMP_LINE} COMPREPLY=()
  _kneepoint kneepoint
  echo BEGIN
  printf '%s\\n' "\${COMPREPLY[@]}"
  echo END
done
`,
  zsh: `
if [[ -o interactive ]]; then
  unsetopt zle_bracketed_paste beep
  PS1= PS2=
  autoload -Uz compinit
  compinit -D -u
  source SCRIPT
  compadd() {
    local -a hits
    if [[ \${@[1,(i)(-|--)]} != *-[OAD]\\ * ]]; then
      builtin compadd -A hits "$@"
      print -rl -- $hits
    fi
    builtin compadd "$@"
  }
  captured() {
    print '\\nBEGIN'
    _main_complete
    print '\\nEND'
    compstate[insert]= compstate[list]=
  }
  zle -C captured complete-word captured
  bindkey '^I' captured
  bindkey '^X' kill-buffer
  print READY
  return
fi
zmodload zsh/zpty
zpty child zsh -f -i
zpty -w child 'source SCRIPT.session'
zpty -r -m child ready $'*READY\\r\\n*'
for line in "$@"; do
  zpty -w -n child "$line"$'\\t'
  zpty -r -m child out $'*END\\r\\n*'
  print -r -- "$out"
  zpty -w -n child $'\\x18'
done
zpty -d child
`,
  fish: `
source SCRIPT
for line in $argv
    echo BEGIN
    complete -C $line | string replace -r '\\t.*' ''
    echo END
end
`,
}
