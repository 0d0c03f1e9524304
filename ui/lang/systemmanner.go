package lang

import "strings"

// SystemManner is how the system's user wants numbers and dates: on Windows as is set there, elsewhere as is usual
// where the environment says that they are. locale, as "de-CH", counts where that says nothing. What can't be told is
// the language's.
func SystemManner(env func(key string) string, locale string) Manner {
	if m, ok := mannerOfSystem(); ok {
		return m
	}
	of := func(category string) string {
		for _, key := range []string{"LC_ALL", category, "LANG"} {
			if v := env(key); v != "" {
				return v
			}
		}
		return locale
	}
	at := of("LC_TIME")
	return Manner{Marks: marksOf(of("LC_NUMERIC")), Dates: datesOf(at), Halves: halvesOf(at)}
}

// region is the language and the country of a locale's name: "de" and "CH" of "de_CH.UTF-8".
func region(locale string) (language, country string) {
	language = codeOf(locale)
	rest := locale[min(len(language)+1, len(locale)):]
	if i := strings.IndexAny(rest, ".@"); i >= 0 {
		rest = rest[:i]
	}
	for part := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == '_' || r == '-' }) {
		const short = 2 // a longer one names a script
		if len(part) == short {
			country = strings.ToUpper(part)
		}
	}
	return language, country
}

const apostrophe = "’"

// unspaced leaves out a space between thousands: Fyne ends lines at any space, also at those that mustn't be broken, and half
// a number is another one.
func unspaced(m Marks) Marks {
	if strings.TrimSpace(m.Group) == "" {
		m.Group = ""
	}
	return m
}

// marksOf are the marks that are usual where a locale is; zero where that isn't known.
func marksOf(locale string) Marks {
	language, country := region(locale)
	pointed, commaed, spaced := Marks{".", ","}, Marks{",", "."}, unspaced(Marks{",", " "})
	switch language + country {
	case "deCH", "deLI", "itCH", "enCH":
		return Marks{".", apostrophe}
	case "deAT", "ptPT", "enZA":
		return spaced
	case "esMX", "esUS", "esPR", "esGT", "esHN", "esNI", "esPA", "esPE", "esSV", "esDO":
		return pointed
	}
	switch language {
	case "en", "ja", "zh", "ko", "th", "he", "hi", "ga", "mt", "ms", "bn", "sw":
		return pointed
	case "de", "nl", "es", "it", "pt", "da", "id", "tr", "el", "hr", "sl", "sr", "ro", "is", "vi", "ca", "eu", "gl", "bs", "mk":
		return commaed
	case "fr", "cs", "sk", "pl", "ru", "uk", "sv", "nb", "nn", "no", "fi", "hu", "bg", "lv", "lt", "et", "be", "kk", "ka", "hy", "sq":
		return spaced
	}
	return Marks{}
}

// datesOf is the date that is usual where a locale is; zero where that isn't known.
func datesOf(locale string) Dates {
	language, country := region(locale)
	switch language + country {
	case "enUS", "en":
		return Dates{MonthDayYear, "/"}
	case "enCA", "frCA":
		return Dates{YearMonthDay, "-"}
	case "enZA":
		return Dates{YearMonthDay, "/"}
	case "frCH", "itCH", "enCH":
		return Dates{DayMonthYear, "."}
	case "nlBE":
		return Dates{DayMonthYear, "/"}
	}
	switch language {
	case "en", "fr", "es", "it", "pt", "el", "vi", "id", "ms", "th", "hi", "ca", "gl", "ga", "mt", "he":
		return Dates{DayMonthYear, "/"}
	case "nl":
		return Dates{DayMonthYear, "-"}
	case "de", "da", "pl", "cs", "sk", "fi", "nb", "nn", "no", "ru", "uk", "bg", "ro", "hr", "sl", "sr", "tr", "et", "lv", "is", "be", "bs", "mk", "hy", "ka", "kk":
		return Dates{DayMonthYear, "."}
	case "sv", "lt":
		return Dates{YearMonthDay, "-"}
	case "ja", "zh", "eu":
		return Dates{YearMonthDay, "/"}
	case "hu", "ko":
		return Dates{YearMonthDay, "."}
	}
	return Dates{}
}

// halvesOf says that the hours are usually counted from one to twelve, twice.
func halvesOf(locale string) bool {
	switch language, country := region(locale); language + country {
	case "en", "enUS", "enCA", "enAU", "enNZ", "enIN", "enPH":
		return true
	}
	return false
}

// datesLike is the date of a picture such as "dd.MM.yyyy", in which Windows has it; zero where it has other parts.
func datesLike(picture string) Dates {
	d, m, y := strings.IndexByte(picture, 'd'), strings.IndexByte(picture, 'M'), strings.IndexByte(picture, 'y')
	if d < 0 || m < 0 || y < 0 || strings.Contains(picture, "MMM") {
		return Dates{}
	}
	i := strings.IndexAny(picture, "./-")
	if i < 0 {
		return Dates{}
	}
	between := picture[i : i+1]
	switch {
	case y < m && m < d:
		return Dates{YearMonthDay, between}
	case d < m && m < y:
		return Dates{DayMonthYear, between}
	case m < d && d < y:
		return Dates{MonthDayYear, between}
	}
	return Dates{}
}
