#include "key_depth.h"

namespace {

/* Walks the text as TOML does, so that dots in strings and comments do not count. */
class walker {
public:
	walker(std::string_view text, int max_parts) : text_(text), max_parts_(max_parts) {}

	deep_key run()
	{
		int parts = 1;
		while (at_ < text_.size()) {
			char c = text_[at_];
			if (c == '"' || c == '\'') {
				skip_string(c);
				continue;
			}
			if (c == '#') {
				while (at_ < text_.size() && text_[at_] != '\n') step();
				continue;
			}
			if (c == '.') {
				if (++parts > max_parts_) return {true, line_, column_};
			} else if (ends_key(c)) {
				parts = 1;
			}
			step();
		}
		return {false, 0, 0};
	}

private:
	static bool ends_key(char c) { return c == '=' || c == ',' || c == '[' || c == ']' || c == '{' || c == '}' || c == '\n'; }

	void step()
	{
		unsigned char c = static_cast<unsigned char>(text_[at_++]);
		if (c == '\n') {
			++line_;
			column_ = 1;
		} else if ((c & 0xc0) != 0x80) {
			++column_;   /* continuation bytes of UTF-8 are part of a character */
		}
	}

	bool three(char quote) const { return text_.size() - at_ >= 3 && text_[at_] == quote && text_[at_ + 1] == quote && text_[at_ + 2] == quote; }

	void skip_string(char quote)
	{
		bool multi_line = three(quote);
		for (int i = multi_line ? 3 : 1; i > 0; --i) step();
		while (at_ < text_.size()) {
			char c = text_[at_];
			if (!multi_line && c == '\n') return;   /* an error, which the parser reports */
			if (c == '\\' && quote == '"' && at_ + 1 < text_.size()) {
				step();
				step();
			} else if (c != quote) {
				step();
			} else if (!multi_line) {
				step();
				return;
			} else if (three(quote)) {
				for (int i = 0; i < 3; ++i) step();
				/* one or two more quotes are the string's last characters */
				for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) step();
				return;
			} else {
				step();
			}
		}
	}

	std::string_view text_;
	int max_parts_;
	std::size_t at_ = 0;
	int line_ = 1, column_ = 1;
};

}

deep_key find_deep_key(std::string_view text, int max_parts)
{
	return walker(text, max_parts).run();
}
