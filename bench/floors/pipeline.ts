import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { WebSocketServer } from 'ws'

/**
 * The shortest honest way of a mail in one process: SMTP, MIME, one commit of contact, conversation, message, raw bytes and
 * outbox row, 250, and a WebSocket message to each agent. What a whole product is measured against.
 * Argument: the URL of an empty database. Says its ports.
 */
const [databaseUrl] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })

await pool.query(`
  create table contact (id bigint generated always as identity primary key, email text unique, name text);
  create table conversation (id bigint generated always as identity primary key, account_id int, inbox_id int,
    contact_id bigint references contact, status text default 'open', subject text, last_message_at timestamptz);
  create index on conversation (account_id, inbox_id, last_message_at desc, id desc);
  create table message (id bigint generated always as identity primary key, account_id int,
    conversation_id bigint references conversation, direction text, body text, html text, message_id text,
    created_at timestamptz default now());
  create index on message (conversation_id, id);
  create unique index on message (account_id, message_id);
  create table raw (message_id bigint primary key, source bytea);
  create table outbox (id bigint generated always as identity primary key, kind text, payload jsonb)`)

const store = `
  with known as (select id from contact where email = $1), added as (
    insert into contact (email, name) select $1, $2 where not exists (select from known) on conflict do nothing returning id
  ), person as (
    select id from known union all select id from added limit 1
  ), opened as (
    insert into conversation (account_id, inbox_id, contact_id, subject, last_message_at)
    select 1, 1, id, $3, now() from person returning id
  ), said as (
    insert into message (account_id, conversation_id, direction, body, html, message_id)
    select 1, id, 'in', $4, $5, $6 from opened returning id, conversation_id
  ), kept as (
    insert into raw (message_id, source) select id, $7 from said
  )
  insert into outbox (kind, payload) select 'message', jsonb_build_object('m', id, 'c', conversation_id) from said
  returning payload`

const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, callback) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      receive(Buffer.concat(chunks)).then((event) => {
        callback()
        for (const socket of sockets.clients) socket.send(event)
      }, callback)
    })
  },
})

async function receive(raw: Buffer): Promise<string> {
  const mail = await simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  })
  const [from] = mail.from?.value ?? []
  const { rows } = await pool.query<{ payload: object }>({
    name: 'store',
    text: store,
    values: [from?.address, from?.name, mail.subject, mail.text, mail.html || null, mail.messageId, raw],
  })
  const preview = mail.text?.slice(0, 120)
  return JSON.stringify({ type: 'message.created', ...rows[0]?.payload, subject: mail.subject, from, preview })
}

const listener = server.listen(0, '127.0.0.1', () => {
  const port = (listener.address() as AddressInfo).port
  process.send?.({ ready: { smtpPort: port, socketPort: (sockets.address() as AddressInfo).port } })
})
