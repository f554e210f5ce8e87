import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    dnsServer: string
  }
}

export const templateName = 'samtale_template'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** A migrated, empty database of its own, in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name} template ${templateName}`)
  return {
    url: databaseNamed(inject('postgresUrl'), name),
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  }
}

export function databaseNamed(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function onServer(statement: string): Promise<void> {
  const client = new Client(inject('postgresUrl'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
