#include "core/reader.h"

#include "core/writer.h"

#include <gtest/gtest.h>

namespace tlsonar {
namespace {

TEST(Reader, ReadsBigEndian) {
    const std::uint8_t octets[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    Reader reader(octets);
    EXPECT_EQ(reader.u8(), 0x01);
    EXPECT_EQ(reader.u16(), 0x0203);
    EXPECT_EQ(reader.u24(), 0x040506U);
    EXPECT_EQ(reader.u32(), 0x0708090aU);
    EXPECT_TRUE(reader.done());
}

TEST(Reader, FailureSticks) {
    const std::uint8_t octets[] = {0, 5, 1, 2};
    Reader reader(octets);
    EXPECT_TRUE(reader.vector16().empty());
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.offset(), 2U);
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_FALSE(reader.more());
    EXPECT_FALSE(reader.done());
}

TEST(Reader, ChildOfAFailureFails) {
    Reader reader(Bytes{});
    Reader child = reader.child16();
    EXPECT_TRUE(child.failed());
}

TEST(Reader, PrefixGivesWhatIsThere) {
    const std::uint8_t octets[] = {0, 5, 1, 2};
    Reader reader = Reader::prefix(octets);
    Reader child = reader.child16();
    EXPECT_EQ(child.u8(), 1);
    EXPECT_EQ(child.u16(), 0);
    EXPECT_TRUE(child.cut());
    EXPECT_TRUE(reader.cut());
    EXPECT_FALSE(reader.failed());
    EXPECT_EQ(reader.u8(), 0);
}

TEST(Reader, PrefixIsNoExcuseInsideAWholeVector) {
    // The vector is whole (2 octets), so what it lacks is malformed, not cut.
    const std::uint8_t octets[] = {0, 2, 9, 9, 7};
    Reader reader = Reader::prefix(octets);
    Reader child = reader.child16();
    EXPECT_TRUE(child.take(3).empty());
    EXPECT_TRUE(child.failed());
    EXPECT_FALSE(child.cut());
}

TEST(Writer, IsTheInverse) {
    Writer writer;
    writer.u8(1);
    writer.prefixed(2, [&] {
        writer.u24(0x020304);
        writer.vector8(as_bytes("ab"));
    });
    const std::uint8_t expected[] = {1, 0, 6, 2, 3, 4, 2, 'a', 'b'};
    EXPECT_TRUE(equal(writer.written(), expected));
}

}  // namespace
}  // namespace tlsonar
