import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A view's own value in the address, beside the selection's; the fallback leaves no trace there. */
export function useQueryValue<T extends string = string>(name: string, fallback: NoInfer<T>, allowed?: readonly T[]) {
  const route = useRoute()
  const router = useRouter()
  return computed<T>({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' && (!allowed || allowed.includes(value as T)) ? (value as T) : fallback
    },
    set: (value) => {
      const { [name]: _, ...rest } = route.query
      void router.replace({ query: value === fallback ? rest : { ...rest, [name]: value } })
    },
  })
}
