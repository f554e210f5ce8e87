import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { presenceOf } from '../data/presence.ts'
import { assignableQuery, overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { t } from '../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { Select, type SelectHandle } from '../ui/select.tsx'
import { useNow } from '../ui/use-now.ts'

/** The picker on screen, for the key that opens it; only one conversation is open at a time. */
let picker: SelectHandle | null = null

export function requestAssigneePicker(): void {
  picker?.open()
}

type PickerProps = { inboxId: string; assigneeId: string | null; onAssign: (assigneeId: string | null) => void }

/** Who looks after the conversation: those who may act in its inbox, oneself first, or nobody. */
export function AssigneePicker({ inboxId, assigneeId, onAssign }: PickerProps) {
  const { user } = useSession()
  const now = useNow()
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const { data: assignable } = useQuery(assignableQuery(inboxId))
  const handle = useRef<SelectHandle>(null)
  useEffect(() => {
    picker = handle.current
    return () => {
      picker = null
    }
  }, [])

  const people = (assignable?.results ?? []).toSorted((a, b) => Number(b.id === user.id) - Number(a.id === user.id))
  const faceOf = (person: { id: string; name: string; email: string }) => {
    const presence = presenceOf(
      colleagues.find((colleague) => colleague.id === person.id),
      now,
    )
    const address = person.id === user.id ? t('thread.you', { address: person.email }) : person.email
    return {
      hint: presence ? `${t(`availability.${presence.value}`)} · ${address}` : address,
      leading: <Avatar id={person.id} name={person.name} size={24} presence={presence} />,
    }
  }
  const assignee = colleagues.find((colleague) => colleague.id === assigneeId)
  return (
    <Select
      handle={handle}
      label={t('thread.assignee')}
      keys="A"
      value={assigneeId ?? ''}
      hasSearch
      searchLabel={t('thread.searchPeople')}
      options={[
        ...people.map((person) => ({
          value: person.id,
          label: person.name,
          ...faceOf(person),
        })),
        { value: '', label: t('thread.nobody'), leading: <NobodyAvatar size={24} /> },
      ]}
      onSelect={(value) => onAssign(value || null)}
    >
      {assignee ? <Avatar id={assignee.id} name={assignee.name} size={18} /> : <NobodyAvatar size={18} />}
      <span className="ellipsis">{assignee?.name ?? t('thread.unassigned')}</span>
    </Select>
  )
}
