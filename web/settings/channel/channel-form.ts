import type { Assignment, ChangeChannel, ChannelSettings } from '../../data/types.ts'

/** What *Save* of the channel's settings can change, as the form holds it: each key is one change to name and to save. */
export type ChannelForm = Omit<Required<ChangeChannel>, 'assignment'> & { assignment: RuleForm }

/** `lostTeams`: the names of teams that were chosen and are deleted. *Save* forgets them: they are in no request. */
export type RuleForm = Assignment & { lostTeams: string[] }

/** What every part of the form is given. */
export type ChannelSection = {
  channel: ChannelSettings
  form: ChannelForm
  /** of the last *Save*; a part shows what is about its own fields */
  problem: Error | null
  onEdit: (change: Partial<ChannelForm>) => void
}

export function formOf(channel: ChannelSettings): ChannelForm {
  return {
    isSending: channel.isSending,
    fromNameMode: channel.fromNameMode,
    companyName: channel.companyName,
    assignment: assignmentOf(channel),
    fromAddress: channel.fromAddress,
    usesOriginalSender: channel.usesOriginalSender,
    signature: channel.signature,
    tickets: channel.tickets,
  }
}

function assignmentOf({ assignment: { broken, ...rule } }: ChannelSettings): RuleForm {
  return { ...rule, lostTeams: broken.filter(({ reason }) => reason === 'teamGone').map(({ name }) => name) }
}

/** The rule as the server takes it. */
export function ruleIn({ lostTeams: _, ...rule }: RuleForm): Assignment {
  return rule
}

/** What differs from what is saved: an edit that is taken back by hand is none. */
export function changesIn(saved: ChannelForm, edits: Partial<ChannelForm>): ChangeChannel {
  const differs = ([key, value]: [string, unknown]) =>
    JSON.stringify(saved[key as keyof ChannelForm]) !== JSON.stringify(value)
  const { assignment, ...changed }: Partial<ChannelForm> = Object.fromEntries(Object.entries(edits).filter(differs))
  return { ...changed, ...(assignment ? { assignment: ruleIn(assignment) } : {}) }
}
