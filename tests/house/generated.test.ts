import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { type ApiDocument, typesOf } from '../../scripts/generate-api-types.ts'
import { createTestDatabase } from '../harness/postgres.ts'
import { startSamtale } from '../harness/samtale.ts'

const root = path.join(import.meta.dirname, '../..')

test("the web app's types are those of the API's document", async () => {
  const samtale = await startSamtale({ isEmpty: true })
  const { body } = await samtale.admin.get('/api/openapi.json', { expects: 200 })
  expect(body.openapi).toBe('3.1.0')
  const committed = await readFile(path.join(root, 'web/data/api.gen.ts'), 'utf8')
  // After a change of the API: node scripts/generate-api-types.ts http://127.0.0.1:3000/api/openapi.json web/data/api.gen.ts
  expect(typesOf(body as ApiDocument)).toBe(committed)
})

test("the tables' types are those of the migrated database", async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const codegen = path.join(root, 'node_modules/.bin/kysely-codegen')
  const args = ['--dialect', 'postgres', '--url', database.url, '--exclude-pattern', 'migration*']
  // After a migration: the same command with --out-file and without --verify.
  await promisify(execFile)(
    process.execPath,
    [codegen, ...args, '--verify', '--out-file', 'server/platform/schema.gen.ts'],
    {
      cwd: root,
    },
  )
})
