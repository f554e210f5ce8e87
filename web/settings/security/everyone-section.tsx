import { useMutation } from '@tanstack/react-query'
import { api } from '../../data/api.ts'
import { useSession } from '../../data/session.ts'
import type { Security } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Switch } from '../../ui/switch.tsx'
import { Refusal } from './refusal.tsx'
import styles from './security.module.css'
import { useRefreshSecurity } from './use-refresh-security.ts'

/** What a super admin asks of everyone in the account. */
export function EveryoneSection({ security }: { security: Security }) {
  const { account } = useSession()
  const refresh = useRefreshSecurity()
  const require = useMutation({ mutationFn: api.requireSecondFactor, onSettled: refresh })
  const isOn = require.isPending ? require.variables : security.accountAsksForSecondFactor
  return (
    <section className={styles.section} aria-label={t('security.everyone', { account: account.name })}>
      <h2 className={styles.heading}>{t('security.everyone', { account: account.name })}</h2>
      <Switch
        label={t('security.everyoneLabel')}
        hint={t('security.everyoneHint')}
        isOn={isOn}
        onChange={(isRequired) => require.mutate(isRequired)}
      />
      <Refusal error={require.error} />
    </section>
  )
}
