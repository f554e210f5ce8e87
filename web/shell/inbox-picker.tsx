import { useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { overviewQuery } from '../data/queries.ts'
import { t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Select } from '../ui/select.tsx'
import styles from './inbox-picker.module.css'
import { useShowInbox } from './use-show-inbox.ts'

const all = 'all'

/** Which inbox is shown: all together, or one. With a single inbox there is nothing to choose and its name stands here. */
export function InboxPicker() {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const search = useSearch({ strict: false })
  const showInbox = useShowInbox()
  const chosen = inboxes.find((inbox) => inbox.id === search.inbox)
  const only = inboxes.length === 1 ? inboxes[0] : undefined
  const shown = chosen ?? only
  const name = shown?.name ?? t('shell.allInboxes')
  const face = (
    <>
      <Avatar id={`inbox-${shown?.id ?? all}`} name={name} size={20} isTeam />
      <span className={styles.name}>{name}</span>
    </>
  )
  if (only) return <div className={styles.single}>{face}</div>
  return (
    <Select
      label={t('shell.chooseInbox')}
      className={styles.picker}
      value={chosen?.id ?? all}
      options={[
        { value: all, label: t('shell.allInboxes') },
        ...inboxes.map((inbox) => ({
          value: inbox.id,
          label: inbox.name,
          leading: <Avatar id={`inbox-${inbox.id}`} name={inbox.name} size={20} isTeam />,
          ...(inbox.mayAct ? {} : { hint: t('shell.viewOnly') }),
        })),
      ]}
      onSelect={(value) => showInbox(value === all ? null : value)}
    >
      {face}
    </Select>
  )
}
