package lang

// Environment is the environment as far as it names languages. Windows sets no LANG: there the user's locale stands
// for it.
func Environment(env func(key string) string) func(key string) string {
	return environment(env, localeOfSystem)
}

func environment(env func(key string) string, locale func() string) func(key string) string {
	return func(key string) string {
		v := env(key)
		if v == "" && key == "LANG" {
			return locale()
		}
		return v
	}
}
