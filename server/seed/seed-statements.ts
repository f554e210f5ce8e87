import { companyDomains, firstNames, greetings, lastNames, signOffs, topics, variants } from './seed-texts.ts'

const steps = ['questions', 'answers', 'followUps', 'closings'] as const
const ofLanguages = (lists: Record<'en' | 'nb', readonly string[]>) => topics.flatMap(({ language }) => lists[language])

/** First names, last names and domains, as parameters of `contactsStatement`. */
export const nameLists: readonly (readonly string[])[] = [firstNames, lastNames, companyDomains]

/**
 * Subjects, lines, greetings and sign-offs, as parameters of `conversationsStatement`. Topics lie end to end: the entry of
 * topic t and variant v is at t * `variants` + v, that of step s at (t * 4 + s) * `variants` + v, all from 0.
 */
export const textLists: readonly (readonly string[])[] = [
  topics.flatMap(({ subjects }) => subjects),
  topics.flatMap((topic) => steps.flatMap((step) => topic[step])),
  ofLanguages(greetings),
  ofLanguages(signOffs),
]

const pick = (list: string) => `(${list}::text[])[1 + floor(random() * cardinality(${list}::text[]))::int]`

/** $1 account, $2 how many, then `nameLists`. Yields the first and the last id. */
export const contactsStatement = `
  with named as materialized (
    select nextval('contact_id_seq') as id, ${pick('$3')} as first_name, ${pick('$4')} as last_name,
      ${pick('$5')} as domain, now() - random() * interval '2 years' as created_at
    from generate_series(1, $2::int)
  ), added as (
    insert into contact (account_id, id, name, email, created_at)
    select $1::bigint, id, first_name || ' ' || last_name,
      -- the id makes it the only one, also of a second seeding
      lower(translate(first_name || '.' || last_name, 'æøåØ', 'eoaO')) || id || '@' || domain, created_at
    from named
    returning id, email, created_at
  ), known as (
    insert into contact_identity (account_id, kind, value, contact_id, created_at)
    select $1::bigint, 'email', email, id, created_at from added
  )
  select min(id) as first, max(id) as last from added`

/**
 * Conversations $2 up to $3 of $4, which together have $5 messages; $1 account, $6 and $7 first and last id of contacts,
 * then `textLists`. Number i lies at i/$4 of the last two years, so ids follow time as they do in life.
 *
 * Each has its share of the messages; of two neighbours one gives the other up to four, so that the sum stays exact. They
 * alternate between contact and agent. Their times follow a power of their number: irregular, rising, before now.
 */
export const conversationsStatement = `
  with people as materialized (
    select row_number() over (order by id) as n, id, name from "user" where account_id = $1 and is_active
  ), places as materialized (
    select row_number() over (order by c.is_default desc, c.id) as n, c.inbox_id, c.id as channel_account_id,
      c.channel_id, c.address, c.company_name
    from channel_account c join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
    where c.account_id = $1 and c.archived_at is null and i.archived_at is null
  ), dice as materialized (
    select i, $5::bigint * (i + 1) / $4 - $5::bigint * i / $4 as share,
      case when i = $4 - 1 and i % 2 = 0 then 0
        else (1 - 2 * (i % 2)) * (i / 2 * 7919 % least(5, $5 / $4)) end as given,
      now() - interval '1 hour' - interval '2 years' * (1 - (i + random()) / $4) as created_at,
      -- three times the mean of the whole at the end, nothing two years ago: 8 % in all
      random() < 0.24 * (i::float8 / $4) ^ 2 as is_open,
      $6::bigint + floor(random() * ($7::bigint - $6::bigint + 1))::bigint as contact_from,
      floor(random() * ${topics.length})::int as topic, floor(random() * ${variants})::int as variant,
      10000 + floor(random() * 90000)::int as number, random() as place_die, random() as person_die,
      random() as assigned_die, random() as unread_die,
      interval '10 minutes' + random() ^ 3 * interval '30 hours' as pace, 0.8 + random() * 0.5 as bend
    from generate_series($2::bigint, $3::bigint - 1) as i
  ), plan as materialized (
    select nextval('thread_id_seq') as id, d.*, (d.share + d.given)::int as length,
      c.id as contact_id, c.name as contact_name, c.email as contact_email,
      p.inbox_id, p.channel_account_id, p.channel_id, p.address, p.company_name, u.id as user_id, u.name as user_name,
      replace(($8::text[])[1 + d.topic * ${variants} + d.variant], '{n}', d.number::text) as subject,
      least(d.pace, (now() - d.created_at) / greatest(1, d.share + d.given) ^ d.bend) as gap,
      case when d.assigned_die < case when d.is_open then 0.4 else 0.95 end then u.id end as assignee_id
    from dice d
    join places p on p.n = 1 + floor(d.place_die * (select count(*) from places))
    join people u on u.n = 1 + floor(d.person_die * (select count(*) from people))
    cross join lateral (
      select id, name, email from contact where account_id = $1 and id >= d.contact_from order by id limit 1
    ) c
  ), said as materialized (
    select p.*, k, k % 2 = 1 as is_incoming,
      -- as exact as the list is
      date_trunc('milliseconds', p.created_at + p.gap * (k - 1) ^ p.bend) as at,
      uuidv7(p.created_at + p.gap * (k - 1) ^ p.bend - clock_timestamp()) as message_id,
      ($10::text[])[1 + p.topic * ${variants} + (p.variant + k) % ${variants}] || E'\\n\\n'
        || replace(($9::text[])[1 + (p.topic * 4 + (k - 1) % 4) * ${variants} + p.variant], '{n}', p.number::text) || E'\\n\\n'
        || ($11::text[])[1 + p.topic * ${variants} + (p.variant + k) % ${variants}] || E'\\n'
        || case when k % 2 = 1 then p.contact_name else p.user_name end as text
    from plan p cross join lateral generate_series(1, p.length) as k
  ), threads as (
    insert into thread (account_id, id, inbox_id, inbox_ids, contact_id, channel_account_id, channel_id, subject, status,
      assignee_user_id, closed_at, seq, received_seq, created_at, latest_message_at, latest_received_at, latest_sent_at,
      waiting_since, snippet, snippet_by, message_count)
    select $1, id, inbox_id, array[inbox_id], contact_id, channel_account_id, channel_id, subject,
      case when is_open then 'open' else 'closed' end, assignee_id, case when not is_open then at end,
      -- closing it was a change as well
      length + (not is_open)::int, length - (not is_incoming)::int, created_at, at,
      case when is_incoming then at else created_at + gap * (k - 2) ^ bend end,
      case when not is_incoming then at when k > 1 then created_at + gap * (k - 2) ^ bend end,
      case when is_open and is_incoming then at end,
      left(regexp_replace(text, '\\s+', ' ', 'g'), 160), case when is_incoming then 'contact' else 'user' end, length
    from said where k = length
  ), participants as (
    insert into thread_participant (account_id, thread_id, address) select $1, id, lower(contact_email) from plan
  ), reading as (
    -- Without a row what is older than the person's account counts as read: closed ones need none.
    insert into thread_read (account_id, user_id, thread_id, seq)
    select $1, u.id, s.id, case when s.is_incoming and s.unread_die < 0.5 then s.length - 1 else s.length end
    from said s cross join people u where s.k = s.length and s.is_open
  ), messages as (
    insert into message (account_id, id, thread_id, kind, direction, channel_account_id, author_user_id,
      author_contact_id, from_name, from_address, addresses, subject, internet_message_id, at, created_at, seq)
    select $1, message_id, id, 'message', case when is_incoming then 'incoming' else 'outgoing' end, channel_account_id,
      case when not is_incoming then user_id end, case when is_incoming then contact_id end,
      case when is_incoming then contact_name else user_name || ', ' || company_name end,
      case when is_incoming then contact_email else address end,
      jsonb_build_object('to', jsonb_build_array(case when is_incoming
        then jsonb_build_object('name', company_name, 'address', address)
        else jsonb_build_object('name', contact_name, 'address', contact_email) end), 'cc', '[]'::jsonb),
      case when k > 1 then 'Re: ' else '' end || subject,
      message_id || '@' || split_part(case when is_incoming then contact_email else address end, '@', 2), at, at, k
    from said
  ), bodies as (
    insert into message_body (account_id, message_id, text) select $1, message_id, text from said
  ), keys as (
    insert into message_key (account_id, key, message_id, thread_id)
    select $1, 'seed:' || message_id, message_id, id from said where is_incoming
  )
  insert into recipient (account_id, message_id, thread_id, kind, name, address, state, reply, attempts, due_at,
    created_at, first_due_at, sent_at)
  select $1, message_id, id, 'to', contact_name, contact_email, 'sent', '250 2.0.0 OK', 1, null, at, at, at
  from said where not is_incoming`
