import { useQuery } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { lostInboxQuery } from '../data/queries.ts'
import { t } from '../labels/labels.ts'
import { useShowInbox } from '../shell/use-show-inbox.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

/** In place of an inbox that the person may not see, or not any more: like one that is not there. */
export function NoInbox({ inboxId }: { inboxId: string }) {
  const showInbox = useShowInbox()
  const { data: lost } = useQuery({ ...lostInboxQuery(inboxId), enabled: false })
  return (
    <div role="alert">
      <Empty
        icon={EyeOff}
        title={lost ? t('access.lost', { inbox: lost }) : t('access.noInbox')}
        action={<Button onClick={() => showInbox(null)}>{t('access.toAll')}</Button>}
      >
        {lost ? t('access.lostText') : t('access.noInboxText')}
      </Empty>
    </div>
  )
}

/** For who works in no inbox: whom to ask. */
export const NoInboxYet = () => (
  <Empty icon={EyeOff} title={t('access.none')}>
    {t('access.noneText')}
  </Empty>
)
