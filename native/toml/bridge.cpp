#include "bondfast_toml.h"
#include "key_depth.h"

/* Compiled in, whatever the package's flags say: with limits of our own, and no further library to carry. */
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 1
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int max_key_parts = 16;

int32_t count(toml::source_index value) { return static_cast<int32_t>(value); }

}

struct bt_document {
	std::vector<bt_node> nodes;
	std::string text;
	std::string error;
	int32_t error_line = 0, error_column = 0;

	int32_t keep(std::string_view part)
	{
		int32_t at = static_cast<int32_t>(text.size());
		text.append(part);
		return at;
	}

	void fail(int32_t line, int32_t column, std::string_view why)
	{
		error = why;
		error_line = line;
		error_column = column;
	}

	/* Depth is bounded by the limits on nested values and on parts of a key. */
	void flatten(const toml::node &node, const toml::key *key, int32_t parent)
	{
		int32_t index = static_cast<int32_t>(nodes.size());
		bt_node out{};
		out.parent = parent;
		out.line = count(node.source().begin.line);
		out.column = count(node.source().begin.column);
		if (key) {
			out.key_at = keep(key->str());
			out.key_length = static_cast<int32_t>(key->str().size());
			out.key_line = count(key->source().begin.line);
			out.key_column = count(key->source().begin.column);
		}
		describe(node, out);
		nodes.push_back(out);
		if (const toml::table *table = node.as_table()) {
			for (auto &&[name, value] : *table) flatten(value, &name, index);
		} else if (const toml::array *array = node.as_array()) {
			for (auto &&value : *array) flatten(value, nullptr, index);
		}
	}

	void describe(const toml::node &node, bt_node &out)
	{
		if (node.is_table()) {
			out.kind = BT_TABLE;
		} else if (node.is_array()) {
			out.kind = BT_ARRAY;
		} else if (const auto *string = node.as_string()) {
			out.kind = BT_STRING;
			out.text_at = keep(string->get());
			out.text_length = static_cast<int32_t>(string->get().size());
		} else if (const auto *integer = node.as_integer()) {
			out.kind = BT_INTEGER;
			out.integer = integer->get();
			spell(std::to_string(integer->get()), out);
		} else if (const auto *boolean = node.as_boolean()) {
			out.kind = BT_BOOLEAN;
			out.integer = boolean->get();
			spell(boolean->get() ? "true" : "false", out);
		} else {
			std::ostringstream stream;
			if (const auto *real = node.as_floating_point()) {
				out.kind = BT_FLOAT;
				out.real = real->get();
				stream << *real;
			} else {
				out.kind = BT_DATE;
				if (const auto *date = node.as_date()) stream << *date;
				else if (const auto *time = node.as_time()) stream << *time;
				else if (const auto *both = node.as_date_time()) stream << *both;
			}
			spell(stream.str(), out);
		}
	}

	void spell(std::string_view value, bt_node &out)
	{
		out.text_at = keep(value);
		out.text_length = static_cast<int32_t>(value.size());
	}

	void parse(std::string_view source)
	{
		deep_key deep = find_deep_key(source, max_key_parts);
		if (deep.found) {
			fail(deep.line, deep.column, "a key has more than " + std::to_string(max_key_parts) + " parts");
			return;
		}
		toml::parse_result result = toml::parse(source);
		if (!result) {
			const toml::parse_error &why = result.error();
			fail(count(why.source().begin.line), count(why.source().begin.column), why.description());
			return;
		}
		flatten(result.table(), nullptr, -1);
	}
};

extern "C" bt_document *bt_parse(const uint8_t *text, int32_t length)
{
	bt_document *document = new (std::nothrow) bt_document;
	if (!document) return nullptr;
	try {
		document->parse({reinterpret_cast<const char *>(text), static_cast<size_t>(length < 0 ? 0 : length)});
	} catch (const std::exception &e) {
		document->nodes.clear();
		try {
			document->fail(1, 1, e.what());
		} catch (...) {
			delete document;
			return nullptr;
		}
	} catch (...) {
		delete document;
		return nullptr;
	}
	return document;
}

extern "C" void bt_free(bt_document *document)
{
	delete document;
}

extern "C" int32_t bt_error(const bt_document *document, int32_t *line, int32_t *column, uint8_t *message, int32_t size)
{
	if (document->error_line == 0 && document->error.empty()) return 0;
	*line = document->error_line;
	*column = document->error_column;
	if (size > 0) {
		size_t length = std::min(document->error.size(), static_cast<size_t>(size) - 1);
		std::memcpy(message, document->error.data(), length);
		message[length] = 0;
	}
	return 1;
}

extern "C" int32_t bt_node_count(const bt_document *document)
{
	return static_cast<int32_t>(document->nodes.size());
}

extern "C" int32_t bt_text_length(const bt_document *document)
{
	return static_cast<int32_t>(document->text.size());
}

extern "C" void bt_nodes_copy(const bt_document *document, bt_node *nodes)
{
	std::copy(document->nodes.begin(), document->nodes.end(), nodes);
}

extern "C" void bt_text_copy(const bt_document *document, uint8_t *text)
{
	std::copy(document->text.begin(), document->text.end(), text);
}
