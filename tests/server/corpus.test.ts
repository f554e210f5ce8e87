import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { openSmtp } from '../harness/smtp-client.ts'
import { corpusFolder } from '../mail/measure-corpus.ts'

/**
 * Wild mail through the SMTP port: each becomes a message that is read, or is a second delivery of one. How well each is
 * understood, tests/mail/corpus.test.ts measures. The corpus lies beside the repository (or at SAMTALE_MAIL_CORPUS);
 * where it is not, our own mails go in, and the tests of the corpus say that they were skipped.
 */
const corpus = corpusFolder()
const ownFolder = join(import.meta.dirname, '../mail/eml')

/**
 * Sources of the corpus reuse ids and bodies. Of each group one is a message and the others are further deliveries of it
 * (law 2): equal in Message-ID, From, Date, Subject, In-Reply-To, decoded bodies and attachments.
 */
const deliveredTwice = [
  { because: 'they differ in X-Autoreply', files: ['chatwoot/auto_reply.eml', 'chatwoot/welcome.eml'] },
  { because: 'they differ in the name of a charset', files: ['webklex/gbk_charset.eml', 'webklex/plain_only.eml'] },
  {
    because: 'they differ in the name of an encoding',
    files: ['webklex/unknown_encoding.eml', 'webklex/without_charset_simple_multipart.eml'],
  },
  { because: 'they differ in a long header', files: ['stalwart/legacy-052.eml', 'zbateson/m0009.eml'] },
  { because: 'they differ in a broken header', files: ['zbateson/github-102-01.eml', 'zbateson/github-102-02.eml'] },
  {
    because: 'they are one Message-ID and nothing else',
    files: ['threads/thread-1.eml', 'threads/thread2-1.eml', 'threads/thread2-2.eml'],
  },
]

/** Sets whose source joins otherwise than Samtale, and why that stays so. */
const argued: Record<string, string> = {
  'imaptest-thread': 'RFC 5256 joins by ids alone; whoever knows an id is no participant, and these mails have no From',
  'imaptest-thread2': 'RFC 5256 keeps twins apart; to us the second is a second delivery',
  'imaptest-thread3': 'RFC 5256 joins by an equal subject, which proves nothing',
  'imaptest-thread6': 'RFC 5256 joins by an ancestor that nobody has ever seen',
}

type Arrived = { file: string; state: string; messageId: string | null; threadId: string | null; hasRaw: boolean }

/** Hands the files in over four connections, those whose order matters one after the other. Answers what became of each. */
async function deliverAll(samtale: Samtale, folder: string, files: readonly string[]): Promise<Arrived[]> {
  const isOrdered = (file: string) => file.startsWith('threads/')
  const senderOf = (file: string) => `mail${files.indexOf(file)}@sender.example`
  const send = async (wanted: readonly string[], settles: boolean) => {
    const smtp = await openSmtp(samtale.smtpPort)
    for (const file of wanted) {
      const envelope = { from: senderOf(file), to: samtale.account.fallbackAddress }
      const answer = await smtp.send(readFileSync(join(folder, file)), envelope)
      expect(answer, file).toMatchObject({ code: 250 })
      if (settles) await samtale.settled()
    }
    smtp.close()
  }
  const unordered = files.filter((file) => !isOrdered(file))
  await Promise.all(
    [0, 1, 2, 3].map((part) =>
      send(
        unordered.filter((_, index) => index % 4 === part),
        false,
      ),
    ),
  )
  await samtale.settled()
  await send(files.filter(isOrdered), true)
  const { rows } = await sql<Omit<Arrived, 'file'> & { sender: string }>`
    select a.envelope_from as sender, a.state, a.message_id as "messageId", a.thread_id as "threadId",
      coalesce(length(r.bytes), a.raw_size) = a.raw_size and (r.bytes is not null or a.storage_key is not null) as "hasRaw"
    from arrival a left join arrival_raw r on r.account_id = a.account_id and r.arrival_id = a.id`.execute(
    samtale.database.db,
  )
  const bySender = new Map(rows.map(({ sender, ...row }) => [sender, row]))
  return files.map((file) => {
    const row = bySender.get(senderOf(file))
    return row ? { file, ...row } : { file, state: 'lost', messageId: null, threadId: null, hasRaw: false }
  })
}

/** Files of each message, in groups. */
function groupsBy(arrived: readonly Arrived[], key: 'messageId' | 'threadId'): string[][] {
  return [...Map.groupBy(arrived, (one) => one[key]).values()].map((group) => group.map(({ file }) => file).toSorted())
}

async function expectNoneLost(samtale: Samtale, arrived: readonly Arrived[]): Promise<void> {
  expect(arrived.filter(({ state }) => state !== 'stored' && state !== 'duplicate')).toEqual([])
  expect(arrived.filter(({ messageId, hasRaw }) => messageId === null || !hasRaw)).toEqual([])
  const shown = new Set<string>()
  for (const view of ['open', 'closed']) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { body } = await samtale.admin.get(`/api/threads?view=${view}&limit=500&after=${after}`, { expects: 200 })
      for (const { id } of body.results) shown.add(id)
      after = body.paging?.next.after
    }
  }
  for (const threadId of new Set(arrived.map((one) => one.threadId))) {
    expect(shown).toContain(threadId)
    await samtale.admin.get(`/api/threads/${threadId}/timeline`, { expects: 200 })
  }
}

test.skipIf(corpus === null)(
  'every mail of the corpus becomes a message, or is a named second delivery',
  async () => {
    const folder = corpus ?? ''
    const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n')
    type Line = { file: string; thread?: { set: string; group: number } }
    const expected = lines.map((line) => JSON.parse(line) as Line)
    const samtale = await startSamtale()
    const arrived = await deliverAll(
      samtale,
      folder,
      expected.map(({ file }) => file),
    )
    await expectNoneLost(samtale, arrived)
    const twins = groupsBy(arrived, 'messageId').filter((group) => group.length > 1)
    expect(twins.toSorted()).toEqual(deliveredTwice.map(({ files }) => files).toSorted())
    const { rows } = await sql<{ times: number }>`
    select sum(delivered_times)::int as times from message where kind = 'message'`.execute(samtale.database.db)
    expect(rows).toEqual([{ times: arrived.length }])

    const ofSet = Map.groupBy(
      expected.filter(({ thread }) => thread && !(thread.set in argued)),
      ({ thread }) => thread?.set,
    )
    expect([...ofSet.keys()]).toEqual(['webklex-thread'])
    for (const members of ofSet.values()) {
      const wanted = [...Map.groupBy(members, ({ thread }) => thread?.group).values()].map((group) =>
        group.map(({ file }) => file),
      )
      const made = groupsBy(
        arrived.filter(({ file }) => members.some((one) => one.file === file)),
        'threadId',
      )
      expect(made).toEqual(wanted)
    }
    for (const set of Object.keys(argued)) expect(expected.some(({ thread }) => thread?.set === set)).toBe(true)
  },
  120_000,
)

test('every mail of our own becomes a message', async () => {
  const samtale = await startSamtale()
  const files = readdirSync(ownFolder).filter((file) => file.endsWith('.eml'))
  const arrived = await deliverAll(samtale, ownFolder, files)
  await expectNoneLost(samtale, arrived)
  expect(groupsBy(arrived, 'messageId').filter((group) => group.length > 1)).toEqual([])
})
