import type { Client, ConfigPatch, NativeSetting } from '../../models/clients/client.ts'
import { editableFiles } from './editable-files.ts'
import { markdownTable } from './markdown-table.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { hasConnectionCap, statementsFor } from './statements-for.ts'
import { waitingSentence } from './waiting-sentence.ts'
import { changedStatements, type PolicyStatement } from './policy-statements.ts'
import { canonicalName, settingHead, settingNames, settingRows } from './setting-rows.ts'
import { nativeValueText, settingValueText } from './setting-value-text.ts'
import { settableTypical, TYPICAL, decidedSettings, typicalSettings } from './typical-settings.ts'

/** The page of one client, as Markdown, from what the catalogue knows of it. */
export function clientPage(client: Client): string {
  const patch = client.patch(typicalSettings(client))
  return [
    `# ${client.title}`,
    `In kneepoint's words \`${client.name}\`. What follows holds for: ${plainMarkdown(client.versions)}. [All clients](README.md)`,
    '## Settings',
    ...settingsSection(client),
    '## How its pool behaves',
    list(statementsFor(client).map(statementLine)),
    hasConnectionCap(client) ? waitingSentence(client.defaults) : NO_CAP,
    ...patchedSection(client),
    '## What surprises people',
    list(client.traps.map(plainMarkdown)),
    '## As a patch',
    `For ${typicalText()}, as \`tune\` writes it (\`${patch.fileName}\`):`,
    ...patchSection(patch),
    '## Your own files',
    ...filesSection(client),
    '## In virtual time',
    ...simulateSection(client),
  ].join('\n\n')
}

function settingsSection(client: Client): string[] {
  const missing = settingNames.filter(
    (name) => client.native[name] === undefined && client.defaults[name] === Infinity,
  )
  return [
    markdownTable(settingHead, settingRows(client)).join('\n'),
    ...(missing.length === 0
      ? []
      : [
          `It has no limit, and no setting, for ${missing.map((name) => `\`${canonicalName(name)}\``).join(', ')}.`,
        ]),
  ]
}

function statementLine({ subject, text }: PolicyStatement): string {
  return `**${subject}.** ${text}`
}

const NO_CAP = 'No request waits for a connection: there is no connection cap.'

function patchedSection(client: Client): string[] {
  if (client.patchedPolicy === undefined) return []
  const changed = changedStatements(client.policy, client.patchedPolicy)
  return ['The patch below changes more than the three settings. With it:', list(changed.map(statementLine))]
}

function typicalText(): string {
  return decidedSettings
    .map((name) => `${canonicalName(name)} ${settingValueText(name, TYPICAL[name])}`)
    .join(', ')
}

function patchSection({ language, text, notes }: ConfigPatch): string[] {
  const fence = `<!-- prettier-ignore -->\n\`\`\`${language}\n${text}\`\`\``
  return notes.length === 0 ? [fence] : [fence, list(notes.map(plainMarkdown))]
}

function filesSection({ name }: Client): string[] {
  const files = editableFiles(name)
  if (files.length === 0) return ['kneepoint writes the snippet, and edits no file of yours for this client.']
  const lines = files.map(({ title, names }) =>
    names.length === 0
      ? `${title}: any name that is not of another kind`
      : `${title}: ${names.map((pattern) => `\`${pattern}\``).join(', ')}`,
  )
  return [
    `\`tune <run> --client ${name} --file <file>\` changes the settings in these; [tune](../tune.md) says what it looks for.`,
    list(lines),
  ]
}

function simulateSection(client: Client): string[] {
  const set = assignments(client)
  return [
    `The pool with these settings${set === null ? '' : ', or as it is by default where `--set` is left away'}, under the traffic of a scenario; nothing is sent:`,
    `\`\`\`sh\nnpx kneepoint simulate scenario.ts --client ${client.name}${set === null ? '' : ` --set ${set}`}\n\`\`\``,
  ]
}

/** The typical settings in the client's own words, as one word of a shell; `null` where it has none of them. */
export function assignments(client: Client): string | null {
  const set = settableTypical(client).map((name) => {
    const native = client.native[name] as NativeSetting
    return `${native.name}=${nativeValueText(native, typicalSettings(client)[name])}`
  })
  if (set.length === 0) return null
  const word = set.join(',')
  return /^[\w.,=:/-]+$/.test(word) ? word : `'${word}'`
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}
