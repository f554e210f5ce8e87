import { utimes } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sweep } from '../../server/housekeeping.ts'
import { openFileStore } from '../../server/platform/files.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { database, admin } = samtale
const files = await openFileStore(path.join(samtale.server.settings.dataFolder, 'files'))

/** Every folder of the file store, as some hours of sweeping would. */
async function sweepAll() {
  for (let folder = 0; folder < 256; folder++) await sweep(database, files, folder)
}

async function aThread() {
  await samtale.deliver(aMail())
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const timeline = await admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  return { id: body.results[0].id, rawUrl: timeline.body.results[0].rawUrl }
}

test('a conversation that lay in the trash for 30 days is gone, raw mail and counts too', async () => {
  const thread = await aThread()
  await admin.delete(`/conversations/v3/conversations/threads/${thread.id}`, { expects: 204 })
  await sweepAll()
  const restore = `/conversations/v3/conversations/threads/${thread.id}?archived=true`
  expect((await admin.get(restore)).status).toBe(200)
  await sql`update thread set archived_at = now() - interval '31 days' where id = ${thread.id}`.execute(database.db)
  await sweepAll()
  expect((await admin.get(restore)).status).toBe(404)
  expect((await admin.get(thread.rawUrl)).status).toBe(404)
  const { rows } = await sql`select 1 from arrival where thread_id = ${thread.id}`.execute(database.db)
  expect(rows).toEqual([])
})

test('raw mail of a week ago moves to the file store and can be read as before', async () => {
  const thread = await aThread()
  const before = await admin.get(thread.rawUrl, { expects: 200 })
  await sql`update arrival set received_at = now() - interval '8 days' where thread_id = ${thread.id}`.execute(
    database.db,
  )
  await sweepAll()
  const { rows } = await sql`select 1 from arrival where thread_id = ${thread.id} and storage_key is not null`.execute(
    database.db,
  )
  expect(rows).toHaveLength(1)
  expect((await admin.get(thread.rawUrl, { expects: 200 })).body).toBe(before.body)
})

test('a file that no row names is removed when it is a day old, and not before', async () => {
  const key = await files.keep(Buffer.from('left behind by a transaction that never came'))
  await sweepAll()
  expect(String(await files.read(key))).toContain('left behind')
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await utimes(files.pathOf(key), yesterday, yesterday)
  await sweepAll()
  await expect(files.read(key)).rejects.toThrow()
})
