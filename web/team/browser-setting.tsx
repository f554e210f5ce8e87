import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { ApiProblem, api } from '../data/api.ts'
import { teamQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { problemText, t } from '../labels/labels.ts'
import { managesPeople } from '../settings/menu.ts'
import { Note } from '../ui/note.tsx'
import { Switch } from '../ui/switch.tsx'
import styles from './team-screen.module.css'

/** Whether the account asks for an open browser too; for those who manage people. */
export function BrowserSetting({ isOn }: { isOn: boolean }) {
  const client = useQueryClient()
  const { user } = useSession()
  const set = useMutation({
    mutationFn: api.setAsksForBrowser,
    onSettled: () => client.invalidateQueries({ queryKey: teamQuery.queryKey }),
  })
  if (!managesPeople(user)) return null
  return (
    <div className={styles.setting}>
      <Switch
        label={t('team.asksForBrowser')}
        hint={t('team.asksForBrowserHint')}
        isOn={set.isPending ? set.variables : isOn}
        onChange={(wanted) => set.mutate(wanted)}
      />
      {set.error && (
        <Note tone="bad" icon={CircleAlert} role="alert">
          {problemText(set.error instanceof ApiProblem ? set.error.code : undefined)}
        </Note>
      )}
    </div>
  )
}
