/** A card that is asked for once the reader comes near: the first of them notices that, and says where their numbers did not come. */
import { useEffect, useRef } from 'preact/hooks'
import type { Answers, Card } from '../../cards/card.ts'
import type { Context } from '../../state/context.ts'
import { Problem } from '../../ui/problem.tsx'
import type { Asking } from './asking.ts'

interface Props {
  card: Card
  answers: Answers
  context: Context
  asking: Asking
  isFirst: boolean
  /** What stands above is there, so that nothing looks near only because the page is still short. */
  isReady: boolean
}

export function Deferred({ card: { View, wide }, answers, context, asking, isFirst, isReady }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isFirst || !isReady) return
    const notice = (entries: IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) asking.isNear.value = true
    }
    const observer = new IntersectionObserver(notice, { rootMargin: '600px' })
    observer.observe(box.current as HTMLElement)
    return () => observer.disconnect()
  }, [isFirst, isReady])
  const { phase, problem } = asking.deferred.state.value
  const hasFailed = phase === 'failed'
  const isShown = !hasFailed || Object.values(answers).some((answer) => answer !== undefined)
  const view = isShown && <View answers={answers} context={context} />
  if (!isFirst) return view
  return (
    <div class={wide ? 'wide' : undefined} ref={box}>
      {hasFailed && <Problem text={problem ?? ''} retry={() => asking.deferred.refresh()} />}
      {view}
    </div>
  )
}
