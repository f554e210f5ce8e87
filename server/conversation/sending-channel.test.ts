import { expect, test } from 'vitest'
import type { ChannelAccount } from '../inbox/channel-account-store.ts'
import { answersFrom } from './sending-channel.ts'

/** `id`s 1 to 3: in the home inbox, in another that shows the conversation, in one that does not. */
function aChannel(id: string, inboxId: string, change: Partial<ChannelAccount> = {}): ChannelAccount {
  return {
    accountId: '1',
    id,
    inboxId,
    channelId: 1002,
    type: 'fallback-email',
    name: '',
    address: `channel-${id}@solvik.inbox.example`,
    isDefault: false,
    isOn: true,
    isAuthorised: true,
    isSending: true,
    fromNameMode: 'company',
    companyName: 'Solvik Varme',
    usesOriginalSender: true,
    fromAddress: null,
    hasSignature: false,
    sendsFrom: `channel-${id}@solvik.inbox.example`,
    createdAt: new Date(0),
    archivedAt: null,
    isInboxArchived: false,
    statusChangedAt: null,
    statusChangedBy: null,
    ...change,
  }
}

const thread = { channelAccountId: '1', inboxIds: ['10', '11'] }
const second = aChannel('2', '11', { isDefault: true })
const home = aChannel('4', '10')
const elsewhere = aChannel('3', '12')
const team = { type: 'team-email' }
const broken = { ...team, isAuthorised: false }

test.each([
  { because: 'its own channel is on', own: {}, others: [second, home], from: '1', choices: [] },
  {
    because: 'its own is off',
    own: { isOn: false },
    others: [second, home],
    refused: 'channelOff',
    choices: ['4', '2'],
  },
  {
    because: 'its own only receives',
    own: { isSending: false },
    others: [home, elsewhere],
    refused: 'sendingOff',
    choices: ['4'],
  },
  {
    because: 'its own was removed',
    own: { archivedAt: new Date(0) },
    others: [second],
    refused: 'channelRemoved',
    choices: ['2'],
  },
  {
    because: 'its inbox is archived',
    own: { isInboxArchived: true },
    others: [second],
    refused: 'inboxArchived',
    choices: ['2'],
  },
  {
    because: 'it is off, and the others of its inboxes cannot send',
    own: { isOn: false },
    others: [{ ...home, isOn: false }, { ...second, isSending: false }, elsewhere],
    refused: 'channelOff',
    choices: [],
  },
  { because: 'a team mailbox works', own: team, others: [home], from: '1', choices: [] },
  { because: 'it broke: the home’s fallback takes over', own: broken, others: [second, home], from: '4', choices: [] },
  {
    because: 'it broke: the fallback of another inbox that shows it',
    own: broken,
    others: [second],
    from: '2',
    choices: [],
  },
  { because: 'it broke and no fallback is near', own: broken, others: [elsewhere], refused: 'channelOff', choices: [] },
  {
    because: 'it broke, and the home’s fallback is off',
    own: broken,
    others: [{ ...home, isOn: false }, second],
    from: '2',
    choices: [],
  },
  {
    because: 'it broke and only another team mailbox is there: nobody else’s mailbox takes over',
    own: broken,
    others: [{ ...home, ...team }],
    refused: 'channelOff',
    choices: ['4'],
  },
  {
    because: 'somebody turned it off, and it lost its authorisation as well',
    own: { ...broken, isOn: false },
    others: [home],
    refused: 'channelOff',
    choices: ['4'],
  },
])('S13 which address a conversation answers from: $because', ({ own, others, from = '1', refused, choices }) => {
  const answer = answersFrom([...others, aChannel('1', '10', own)], thread)
  expect({
    from: answer?.channel.id,
    insteadOf: answer?.insteadOf?.id ?? null,
    refused: answer?.refusal?.code,
    choices: answer?.alternatives.map(({ id }) => id),
  }).toEqual({
    from,
    insteadOf: from === '1' ? null : '1',
    refused,
    choices,
  })
})

test('S13 a conversation whose channel is none of the account’s answers from nothing', () => {
  expect(answersFrom([second], thread)).toBeNull()
})
