import { useQuery } from '@tanstack/react-query'
import { accessCandidatesQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import type { Pickable } from '../../ui/people-combobox.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'

type AccessPickerProps = { chosen: Pickable[]; onChange: (chosen: Pickable[]) => void }

/** Who is to work in a new inbox: users and teams of the account. */
export function AccessPicker({ chosen, onChange }: AccessPickerProps) {
  const { data } = useQuery(accessCandidatesQuery)
  const all: Pickable[] = [
    ...(data?.users ?? []).map(({ id, name, email }) => ({ kind: 'user' as const, id, name, detail: email })),
    ...(data?.teams ?? []).map(({ id, name, members }) => ({
      kind: 'team' as const,
      id,
      name,
      detail: t('inboxes.members', { count: members }),
    })),
  ]
  return (
    <PeoplePicker
      label={t('inboxes.choose')}
      placeholder={t('inboxes.choosePlaceholder')}
      all={all}
      chosen={chosen}
      onAdd={(one) => onChange([...chosen, one])}
      onRemove={(one) => onChange(chosen.filter((other) => other.kind !== one.kind || other.id !== one.id))}
    />
  )
}

/** Who creates an inbox is usually in it. */
export function useMyself(): Pickable {
  const { user } = useSession()
  return { kind: 'user', id: user.id, name: user.name, detail: user.email }
}
