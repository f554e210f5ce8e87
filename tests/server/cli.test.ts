import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { plainEnvironment, root } from '../harness/checkout.ts'
import { startChildServer } from '../harness/child-server.ts'
import { addApp, addPasskey } from '../harness/factors.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { settings } = samtale.server
const besideServer = { SAMTALE_DATA: settings.dataFolder, DATABASE_URL: samtale.server.databaseUrl }

type Ended = { status: number | null; out: string; err: string }

/** The command line in a process of its own. */
async function cli(
  args: string[],
  { env = besideServer, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'server/cli.ts'), ...args], {
    cwd: root,
    env: plainEnvironment(env),
  })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await ended, out, err }
}

/** With `--json` standard output is one object and a line's end, and nothing else. */
async function answerOf(args: string[], more?: Parameters<typeof cli>[1]) {
  const { status, out, err } = await cli([...args, '--json'], more)
  expect(status, err).toBe(0)
  expect(out).toMatch(/^\{.*\}\n$/)
  return JSON.parse(out)
}

const accountCreate = (email: string, ...more: string[]) => [
  'account',
  'create',
  ...['--name', 'Solvik Varme', '--email', email, '--password', password],
  ...more,
]

test('account create on an empty folder, beside the running server, and after it', async () => {
  const child = await startChildServer()
  const env = { SAMTALE_DATA: child.dataFolder }
  const during = await answerOf(accountCreate('kari@solvik.example'), { env })
  expect(during).toEqual({
    accountId: expect.stringMatching(/^\d+$/),
    userId: expect.stringMatching(/^\d+$/),
    inboxId: expect.stringMatching(/^\d+$/),
    fallbackAddress: 'support@solvik-varme.inbox.localhost',
    token: expect.stringMatching(/^pat-sam-[\w-]{43}$/),
  })
  const inboxes = `${child.origin}/conversations/v3/conversations/inboxes`
  const headers = { authorization: `Bearer ${during.token}` }
  expect(await (await fetch(inboxes, { headers })).json()).toMatchObject({ results: [{ id: during.inboxId }] })
  expect(await child.stop()).toBe(0)

  const after = await answerOf(accountCreate('liv@nordmark.example', '--subdomain', 'nordmark', '--plan', 'free'), {
    env,
  })
  expect(after.fallbackAddress).toBe('support@nordmark.free.inbox.localhost')
  expect(Number(after.accountId)).toBe(Number(during.accountId) + 1)
})

test('token create: the token holds its scopes and no other', async () => {
  const { token } = await answerOf([
    'token',
    'create',
    '--account',
    samtale.account.accountId,
    '--scopes',
    'conversations.read, files',
  ])
  const client = samtale.withToken(token)
  expect((await client.get('/conversations/v3/conversations/threads')).status).toBe(200)
  expect((await client.delete('/conversations/v3/conversations/threads/1')).status).toBe(403)
})

test('user create and user password: who is made signs in, a new password ends the sessions', async () => {
  const person = ['--name', 'Jonas Berg', '--email', 'Jonas@Solvik.example']
  const create = [
    'user',
    'create',
    '--account',
    samtale.account.accountId,
    ...person,
    '--role',
    'account-access',
    '--seat',
    'sales',
  ]
  const { userId } = await answerOf([...create, '--password', '-'], { input: `${password}\n` })
  const client = await samtale.signIn('jonas@solvik.example')
  const signedIn = await client.get('/api/session', { expects: 200 })
  expect(signedIn.body.user).toMatchObject({ id: userId, name: 'Jonas Berg', role: 'account-access', seat: 'sales' })

  const change = ['user', 'password', '--email', 'jonas@solvik.example']
  expect(await answerOf(change, { env: { ...besideServer, SAMTALE_PASSWORD: 'another fine password' } })).toEqual({
    userId,
  })
  // The server looks a session up once a second.
  await expect.poll(async () => (await client.get('/api/session')).status).toBe(401)
  await expect(samtale.signIn('jonas@solvik.example')).rejects.toThrow('401')
})

test('user factors --remove: who has lost every factor signs in by password again, and it is written down', async () => {
  const { email, userId } = await samtale.addUser()
  const client = await samtale.signIn(email)
  await addApp(client)
  await addPasskey(samtale, client)
  const remove = ['user', 'factors', '--email', email, '--remove']
  expect(await answerOf(remove)).toEqual({ userId, hadTotp: true, passkeys: 1 })
  const signedIn = await samtale.signIn(email)
  expect((await signedIn.get('/api/security')).body).toMatchObject({
    totpSince: null,
    passkeys: [],
    recoveryCodesLeft: 0,
  })
  const { rows } = await sql`select user_id as by, after from audit
    where subject_type = 'user' and subject_id = ${userId} order by id desc limit 1`.execute(samtale.database.db)
  expect(rows).toEqual([{ by: null, after: { change: 'all-removed' } }])
  await expect.poll(async () => (await client.get('/api/session')).status).toBe(401)
})

test('mail parse needs no database and no folder, and a file that cannot be read is said in its place', async () => {
  const folder = join(root, 'tests/mail/eml')
  const env = { SAMTALE_DATA: '/dev/null/nowhere', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const [reply, missing, bounce] = ['gmail-norwegian-reply.eml', 'missing.eml', 'bounce-unknown-user.eml'].map((file) =>
    join(folder, file),
  )
  const { results } = await answerOf(['mail', 'parse', reply ?? '', missing ?? '', bounce ?? ''], { env })
  expect(results).toMatchObject([
    { file: reply, subject: 'Re: Varmepumpe støyer', visibleReply: 'Torsdag passer fint.', isBounce: false },
    { file: missing, error: expect.stringContaining('ENOENT') },
    { file: bounce, isBounce: true, bounce: { recipient: 'nobody@fjellvarme.example', status: '5.1.1' } },
  ])
})

test('without --json it is read by people', async () => {
  const { status, out } = await cli(['token', 'create', '--account', samtale.account.accountId, '--scopes', 'files'])
  expect(status).toBe(0)
  expect(out).toMatch(/^token: pat-sam-[\w-]{43}\n$/)
})

const account = ['--account', samtale.account.accountId]

test.each([
  { because: 'no command', args: [], status: 2, says: 'account create --name' },
  { because: 'a missing option', args: ['account', 'create', '--name', 'Solvik'], status: 2, says: '--email' },
  {
    because: 'an unknown option',
    args: ['token', 'create', ...account, '--scope', 'files'],
    status: 2,
    says: '--scope',
  },
  {
    because: 'an unknown plan',
    args: accountCreate('a@solvik.example', '--plan', 'gold'),
    status: 2,
    says: '--plan takes',
  },
  {
    because: 'an unknown scope',
    args: ['token', 'create', ...account, '--scopes', 'everything'],
    status: 1,
    says: 'everything',
  },
  {
    because: 'factors of somebody, without what to do with them',
    args: ['user', 'factors', '--email', samtale.account.email],
    status: 2,
    says: '--remove',
  },
  {
    because: 'no such account',
    args: ['token', 'create', '--account', '999999', '--scopes', 'files'],
    status: 1,
    says: 'no account 999999',
  },
  {
    because: 'an address that is taken',
    args: accountCreate(samtale.account.email),
    status: 1,
    says: 'signs in with this address',
  },
  {
    because: 'a short password',
    args: ['user', 'password', '--email', 'a@b.example', '--password', 'short'],
    status: 1,
    says: '10 to 200',
  },
  {
    because: 'nobody with this address',
    args: ['user', 'password', '--email', 'nobody@solvik.example', '--password', password],
    status: 1,
    says: 'email',
  },
])(
  '$because: status $status, one sentence on standard error, nothing on standard output',
  async ({ args, status, says }) => {
    const ended = await cli([...args, '--json'])
    expect(ended).toMatchObject({ status, out: '', err: expect.stringContaining(says) })
    expect(ended.err).toMatch(/^samtale: /)
    expect(ended.err).not.toContain('    at ')
    expect(ended.err).not.toContain(password)
  },
)

test('a wrong setting and a database that is not there are one sentence too', async () => {
  const create = ['token', 'create', ...account, '--scopes', 'files']
  const wrong = await cli(create, { env: { ...besideServer, PORT: 'many' } })
  expect(wrong).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/^samtale: PORT .*\n$/) })
})
