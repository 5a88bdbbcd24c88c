package org.comity.charter;

import org.comity.value.Checked;

/** ISO 3166-1 alpha-2, two capital letters; a constituency in the dimension of countries. */
public record Country(String code) implements Comparable<Country> {
    public Country {
        if (!code.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("a country is two capital letters");
        }
    }

    public static Checked<Country> parse(String text) {
        return text.matches("[A-Z]{2}")
                ? Checked.good(new Country(text))
                : Checked.refused("a country is two capital letters (ISO 3166-1 alpha-2)", "");
    }

    @Override
    public int compareTo(Country other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
