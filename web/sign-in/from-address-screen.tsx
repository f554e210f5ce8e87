import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, api } from '../data/api.ts'
import { problemText, t, useCurrentLanguage } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { FormNote } from './form-parts.tsx'
import styles from './sign-in.module.css'

/**
 * Where a proof's link leads: `/from-address#TOKEN`. Whoever reads the address's mail confirms, signed in here or not. To
 * open it confirms nothing, since mail scanners open links too.
 */
export function FromAddressScreen() {
  useCurrentLanguage()
  const [token] = useState(() => location.hash.slice(1))
  const proof = useQuery({
    queryKey: ['fromAddressProof', token],
    queryFn: () => api.openFromAddress(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const confirm = useMutation({ mutationFn: () => api.confirmFromAddress(token) })
  const error = proof.error ?? confirm.error
  if (error || !proof.data) {
    return (
      <AuthFrame title={t(error ? 'fromAddress.failed' : 'fromAddress.checking')}>
        {error && (
          <div className={styles.form}>
            <FormNote>{refusalText(error)}</FormNote>
          </div>
        )}
      </AuthFrame>
    )
  }
  const { address, accountName: account } = proof.data
  return (
    <AuthFrame title={t('fromAddress.title', { address })} lead={t('fromAddress.lead', { account, address })}>
      <div className={styles.form}>
        <FormNote>{t(confirm.isSuccess ? 'fromAddress.done' : 'fromAddress.text', { account, address })}</FormNote>
        {!confirm.isSuccess && (
          <Button
            variant="primary"
            size="lg"
            className={styles.submit}
            isLoading={confirm.isPending}
            onClick={() => confirm.mutate()}
          >
            {t('fromAddress.confirm')}
          </Button>
        )}
      </div>
    </AuthFrame>
  )
}

function refusalText(error: Error): string {
  if (!(error instanceof ApiProblem)) return problemText(undefined)
  return error.code === 'linkExpired' ? t('fromAddress.expired') : problemText(error.code, error.details)
}
