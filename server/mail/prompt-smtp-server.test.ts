import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SMTPServer } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection'
import { expect, test } from 'vitest'

/**
 * PromptSmtpServer replaces methods that are not public. When an update of smtp-server changes one of these, read what
 * changed, carry it over to `prompt-smtp-server.ts`, and only then write the new digest here.
 */
const known = {
  init: '67b68fcaf9a0a35f',
  connect: '760cd6611cf58d7f',
  version: '3.21.6',
}

const digest = (source: string) => createHash('sha256').update(source.replace(/\s+/g, ' ')).digest('hex').slice(0, 16)

test('the methods that are replaced are those that were read', () => {
  const manifest = new URL('../../node_modules/smtp-server/package.json', import.meta.url)
  expect({
    init: digest(SMTPConnection.prototype.init.toString()),
    connect: digest(SMTPServer.prototype.connect.toString()),
    version: (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
  }).toEqual(known)
})
